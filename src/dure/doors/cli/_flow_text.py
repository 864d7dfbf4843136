"""The flow report as lines for a terminal."""

from collections.abc import Iterator

from dure.doors.cli._flow_report import BETWEEN_TEAMS, FIVE, Report, Row
from dure.doors.cli._flow_words import WORDS, answer, beside, called
from dure.sources.csv_file import in_korean

_BAR = 28


def text_report(report: Report, *, language: str) -> str:
    """The report as plain text."""
    return "\n".join(_lines(report, language))


def _lines(report: Report, language: str) -> Iterator[str]:
    yield f"{report.title[language]} · {report.name}"
    yield summary(report, language=language)
    yield from _heading("verdict", language)
    yield f"  {report.headline(language=language)}"
    for basis in ("team", "state"):
        named = report.constraint("stage" if basis == "state" else basis, language=language)
        yield f"  {WORDS[basis][language]}: {named}"
    yield from _heading("metrics", language)
    yield from _figures(report, FIVE, language)
    kinds = [row for row in report.slices("flow_distribution", "kind") if row["value"]]
    shares = ", ".join(
        f"{called('kind', row['slice'], language=language)} {100 * row['value']:.0f} %" for row in kinds
    )
    yield f"  {report.metrics['flow_distribution'].title[language]}: {shares or '-'}"
    for section, cut in (("waits", "waits_on"), ("waits_team", "team")):
        yield from _heading(section, language)
        yield from _bars(report.largest("waiting_by", cut), cut=cut, language=language)
    yield from _heading("handovers", language)
    yield from _figures(report, BETWEEN_TEAMS, language)
    if stages := report.stages():
        yield from _heading("loop", language)
        for row in stages:
            stage = called("loop", row["slice"], language=language)
            figure = answer(row, unit="days", language=language)
            yield f"  {stage}: {figure}  ({beside(row, unit='days', language=language)})"
    yield from _heading("aside", language)
    yield from _aside(report, language)


def summary(report: Report, *, language: str) -> str:
    """How much was read, from when to when."""
    first, last = (f"{moment:%Y-%m-%d}" for moment in (report.first_at, report.last_at))
    return {
        "ko": f"{first} ~ {last}, {report.n_rows:,}행에서 {report.n_cases:,}건을 읽었습니다. "
        f"바뀐 것이 없는 행 {report.n_no_change:,}, 따로 둔 행 {report.n_aside:,}.",
        "en": f"{first} to {last}: {report.n_cases:,} cases in {report.n_rows:,} rows. "
        f"{report.n_no_change:,} rows changed nothing, {report.n_aside:,} are kept aside.",
    }[language]


def _heading(section: str, language: str) -> Iterator[str]:
    yield ""
    yield WORDS[section][language]


def _figures(report: Report, names: tuple[str, ...], language: str) -> Iterator[str]:
    for name in names:
        if name in report.metrics:
            metric, row = report.metrics[name], report.one(name)
            detail = beside(row, unit=metric.unit, language=language)
            yield f"  {metric.title[language]}: {report.said(name, language=language)}" + (
                f"  ({detail})" if detail else ""
            )


def _bars(rows: list[Row], *, cut: str, language: str) -> Iterator[str]:
    most = max((row["value"] for row in rows), default=0)
    for row in rows:
        bar = "█" * max(1, round(_BAR * row["value"] / most))
        name = called(cut, row["slice"], language=language)
        yield f"  {bar:<{_BAR}} {answer(row, unit='days', language=language):>12}  {name}  (n={row['n']:,})"
    if not rows:
        yield f"  {WORDS['none'][language]}"


def _aside(report: Report, language: str) -> Iterator[str]:
    for reason, n in report.reasons.items():
        yield f"  {n:,}: {in_korean(reason) if language == 'ko' else reason}"
    for state, n in report.unmapped_states.items():
        yield f"  {n:,}: [states] {state!r}"
    if not report.reasons:
        yield f"  {WORDS['none'][language]}"
