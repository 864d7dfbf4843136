"""The flow report as one HTML file that needs nothing from elsewhere: no script, no font, no picture."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from string import Template

from dure.doors.cli._flow_report import BETWEEN_TEAMS, FIVE, Report, Row
from dure.doors.cli._flow_text import summary
from dure.doors.cli._flow_words import LANGUAGES, WORDS, answer, beside, both, called
from dure.sources.csv_file import in_korean

_PAGE = Template(Path(__file__).with_name("_flow_page.html").read_text(encoding="utf-8"))
_WIDTH, _HEIGHT = 900, 110


def html_report(report: Report, *, language: str) -> str:
    """The report as a page in both languages; ``language`` is shown first."""
    checked = {f"{each}_checked": "checked" if each == language else "" for each in LANGUAGES}
    title = f"{report.title[language]} · {WORDS['title'][language]}"
    return _PAGE.substitute(language=language, title=escape(title), main="\n".join(_main(report)), **checked)


def _main(report: Report) -> Iterator[str]:
    yield f"<h1>{both(dict(report.title))} · {both(WORDS['title'])}</h1>"
    yield f'<p class="soft">{escape(report.name)}. {_told(lambda tongue: summary(report, language=tongue))}</p>'
    yield _heading("verdict")
    yield f'<p class="lead">{_told(lambda tongue: report.headline(language=tongue))}</p>'
    yield _verdicts(report)
    yield _heading("metrics")
    yield _cards(report, FIVE)
    yield _distribution(report)
    for section, cut in (("waits", "waits_on"), ("waits_stage", "stage"), ("waits_team", "team")):
        yield _heading(section)
        yield _bars(report.largest("waiting_by", cut), cut=cut)
    yield _heading("handovers")
    yield _cards(report, BETWEEN_TEAMS)
    if stages := report.stages():
        yield _heading("loop")
        yield _bars(stages, cut="loop")
    yield _heading("weeks")
    for metric in ("flow_velocity", "flow_load"):
        yield _weeks(report, metric)
    yield from _accounts(report)


def _told(words: object) -> str:
    return both({language: words(language) for language in LANGUAGES})  # type: ignore[operator]


def _heading(section: str) -> str:
    return f'<h2 id="{section}">{both(WORDS[section])}</h2>'


def _verdicts(report: Report) -> str:
    rows = []
    for word, basis in (("team", "team"), ("state", "stage")):
        verdict = {language: report.constraint(basis, language=language) for language in LANGUAGES}
        rows.append(f"<tr><th>{both(WORDS[word])}</th><td>{both(verdict)}</td></tr>")
    meaning = report.metrics["bottleneck"].meaning
    return f"<table><caption>{both(dict(meaning))}</caption>{''.join(rows)}</table>"


def _cards(report: Report, names: Iterable[str]) -> str:
    cards = []
    for name in names:
        if name not in report.metrics:
            continue
        metric, row = report.metrics[name], report.one(name)
        value = _told(lambda tongue, m=metric, r=row: answer(r, unit=m.unit, language=tongue))
        detail = _told(lambda tongue, m=metric, r=row: beside(r, unit=m.unit, language=tongue))
        cards.append(
            f'<div class="card">{both(dict(metric.title))}<b>{value}</b><small>{detail}</small></div>'
        )
    return f'<div class="cards">{"".join(cards)}</div>'


def _distribution(report: Report) -> str:
    rows = [row for row in report.slices("flow_distribution", "kind") if row["value"] is not None]
    title = both(dict(report.metrics["flow_distribution"].title))
    return f"<p>{title}</p>{_bars(rows, cut='kind', unit='share')}" if rows else ""


def _bars(rows: list[Row], *, cut: str, unit: str = "days") -> str:
    most = max((row["value"] for row in rows), default=0) or 1
    lines = [
        f"<tr><th>{_told(lambda tongue, r=row: called(cut, r['slice'], language=tongue))}</th>"
        f'<td style="width:55%"><meter-bar style="width:{100 * row["value"] / most:.1f}%"></meter-bar></td>'
        f'<td class="n">{_told(lambda tongue, r=row: answer(r, unit=unit, language=tongue))}</td>'
        f'<td class="n soft">n={row["n"]:,}</td></tr>'
        for row in rows
    ]
    return f"<table>{''.join(lines)}</table>" if lines else f"<p>{both(WORDS['none'])}</p>"


def _weeks(report: Report, metric: str) -> str:
    rows = sorted(report.slices(metric, "week"), key=lambda row: str(row["slice"]))
    if not rows:
        return ""
    most = max(row["value"] or 0 for row in rows) or 1
    bars = "".join(_bar(n, row, step=_WIDTH / len(rows), most=most) for n, row in enumerate(rows))
    ends = (
        f'<text x="0" y="{_HEIGHT + 16}">{escape(rows[0]["slice"])}</text>'
        f'<text x="{_WIDTH}" y="{_HEIGHT + 16}" text-anchor="end">{escape(rows[-1]["slice"])}</text>'
    )
    shape = f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT + 20}" role="img">{bars}{ends}</svg>'
    title = both(dict(report.metrics[metric].title))
    return f"<figure><figcaption>{title} (≤ {most:,.0f})</figcaption>{shape}</figure>"


def _bar(n: int, row: Row, *, step: float, most: float) -> str:
    value = row["value"] or 0
    height = _HEIGHT * value / most
    place = f'x="{n * step:.1f}" y="{_HEIGHT - height:.1f}" width="{0.8 * step:.1f}" height="{height:.1f}"'
    return f"<rect {place}><title>{escape(row['slice'])}: {value:,.0f}</title></rect>"


def _accounts(report: Report) -> Iterator[str]:
    yield _heading("aside")
    counts = [
        f"<li>{n:,}: {both({'ko': in_korean(reason), 'en': reason})}</li>"
        for reason, n in report.reasons.items()
    ]
    counts += [f"<li>{n:,}: [states] {escape(state)}</li>" for state, n in report.unmapped_states.items()]
    yield f"<ul>{''.join(counts)}</ul>" if counts else f"<p>{both(WORDS['none'])}</p>"
    if report.aside:
        head = "".join(f"<th>{both(WORDS[word])}</th>" for word in ("line", "column", "value", "reason"))
        rows = "".join(
            f"<tr><td>{row.line:,}</td><td>{escape(row.column)}</td><td>{escape(row.value)}</td>"
            f"<td>{both({'ko': in_korean(row.reason), 'en': row.reason})}</td></tr>"
            for row in report.aside[:20]
        )
        yield f'<div class="scroll"><table><tr>{head}</tr>{rows}</table></div>'
    yield _heading("notes")
    told = (f"<li><b>{both(WORDS[note['what']])}</b> · {both(dict(note))}</li>" for note in report.notes)
    yield f"<ul>{''.join(told)}</ul>"
    yield _heading("definitions")
    yield "<dl>"
    for metric in report.metrics.values():
        yield f"<dt>{both(dict(metric.title))} <small>{metric.name} v{metric.version}</small></dt>"
        yield f"<dd>{both(dict(metric.meaning))} <small>{escape(metric.source)}</small></dd>"
    yield "</dl>"
