"""The journey report as lines for a terminal, and as rows that both the terminal and the page show."""

from collections.abc import Iterator
from typing import Any

from dure.doors.cli._journey_report import JourneyReport
from dure.doors.cli._journey_words import WORDS, minutes, share
from dure.sources.csv_file import in_korean

#: How many rows of each table the report shows; the tables themselves hold all.
SHOWN = {"follows": 15, "variants": 10, "funnel": 50, "obstacles": 10}

HEADS = {
    "follows": ("place", "times", "median"),
    "variants": ("path", "cases", "share", "interval"),
    "funnel": ("place", "came", "went_on", "share", "interval"),
    "obstacles": ("place", "cases", "lost", "score"),
}


def cells(report: JourneyReport, name: str, *, language: str) -> list[tuple[str, ...]]:
    """The first rows of a table in words."""
    rows = report.tables[name].to_pylist()
    first = rows[: SHOWN[name]]
    if name == "variants" and len(rows) > len(first) and rows[-1]["path"] == "…":
        first.append(rows[-1])
    return [_CELLS[name](row, language) for row in first]


def _follows(row: dict[str, Any], language: str) -> tuple[str, ...]:
    return (
        f"{row['from']} → {row['to']}",
        f"{row['n']:,}",
        minutes(row["median_minutes"], language=language),
    )


def _variants(row: dict[str, Any], language: str) -> tuple[str, ...]:
    path = WORDS["rest"][language] if row["path"] == "…" else row["path"]
    return (path, f"{row['n']:,}", share(row["share"]), _interval(row))


def _funnel(row: dict[str, Any], language: str) -> tuple[str, ...]:
    leak = f" ({WORDS['leak'][language]})" if row["is_biggest_leak"] else ""
    place = f"{row['from']} → {row['to']}{leak}"
    return (place, f"{row['came']:,}", f"{row['went_on']:,}", share(row["share"]), _interval(row))


def _obstacles(row: dict[str, Any], language: str) -> tuple[str, ...]:
    place = f"{row['place']} ({WORDS[row['kind']][language]})"
    lost = [minutes(row[name], language=language) for name in ("median_minutes_lost", "case_minutes_lost")]
    return (place, f"{row['cases']:,}", *lost)


def _interval(row: dict[str, Any]) -> str:
    return f"{share(row['low'])} – {share(row['high'])}" if row["low"] is not None else ""


_CELLS = {"follows": _follows, "variants": _variants, "funnel": _funnel, "obstacles": _obstacles}


def text_report(report: JourneyReport, *, language: str) -> str:
    """The report as plain text."""
    return "\n".join(_lines(report, language))


def _lines(report: JourneyReport, language: str) -> Iterator[str]:
    yield f"{report.title[language]} · {report.name}"
    yield summary(report, language=language)
    yield headline(report, language=language)
    for name in ("follows", "variants", "funnel", "obstacles"):
        yield ""
        yield WORDS[name][language]
        rows = cells(report, name, language=language)
        for first, *others in rows:
            yield f"  {first}: {', '.join(other for other in others if other)}"
        if not rows:
            yield f"  {empty(report, name, language=language)}"
    yield ""
    yield WORDS["aside"][language]
    for reason, n in report.reasons.items():
        yield f"  {n:,}: {in_korean(reason) if language == 'ko' else reason}"
    if not report.reasons:
        yield f"  {WORDS['none'][language]}"


def empty(report: JourneyReport, name: str, *, language: str) -> str:
    """Why a table has no row."""
    return WORDS["no_steps" if name == "funnel" and len(report.steps) < 2 else "none"][language]


def summary(report: JourneyReport, *, language: str) -> str:
    """How much was read, from when to when, and what was left out."""
    first, last = (f"{moment:%Y-%m-%d}" for moment in (report.first_at, report.last_at))
    software = {
        "ko": f" 소프트웨어가 한 {report.n_software:,}행은 뺐습니다.",
        "en": f" {report.n_software:,} rows of software are left out.",
    }[language]
    return {
        "ko": f"{first} ~ {last}, {report.n_rows:,}행에서 {report.n_cases:,}건을 읽었습니다. 따로 둔 행 {report.n_aside:,}.",
        "en": f"{first} to {last}: {report.n_cases:,} cases in {report.n_rows:,} rows, {report.n_aside:,} kept aside.",
    }[language] + (software if report.n_software else "")


def headline(report: JourneyReport, *, language: str) -> str:
    """One sentence that answers: how many ways there are, and where most time is lost."""
    paths = {
        "ko": f"서로 다른 길이 {report.n_variants:,}가지입니다.",
        "en": f"There are {report.n_variants:,} different paths.",
    }[language]
    worst = cells(report, "obstacles", language=language)[:1]
    if not worst:
        return paths
    place, n, lost, _score = worst[0]
    return (
        paths
        + {
            "ko": f" 시간을 가장 많이 잃은 곳은 {place}: {n}건, 중앙값 {lost}.",
            "en": f" Most time is lost at {place}: {n} cases, {lost} each (median).",
        }[language]
    )
