"""The journey report as one HTML file that needs nothing from elsewhere: no script, no font, no picture."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import cast

from dure.doors.cli._flow_words import LANGUAGES, both
from dure.doors.cli._journey_report import METRICS, JourneyReport
from dure.doors.cli._journey_text import HEADS, cells, empty, headline, summary
from dure.doors.cli._journey_words import WORDS
from dure.facts.numbers import Metric
from dure.kit.plugins import found
from dure.sources.csv_file import in_korean

_PAGE = Template(Path(__file__).with_name("_flow_page.html").read_text(encoding="utf-8"))


def html_report(report: JourneyReport, *, language: str) -> str:
    """The report as a page in both languages; ``language`` is shown first."""
    checked = {f"{each}_checked": "checked" if each == language else "" for each in LANGUAGES}
    title = f"{report.title[language]} · {WORDS['title'][language]}"
    return _PAGE.substitute(language=language, title=escape(title), main="\n".join(_main(report)), **checked)


def _main(report: JourneyReport) -> Iterator[str]:
    yield f"<h1>{both(dict(report.title))} · {both(WORDS['title'])}</h1>"
    said = {tongue: summary(report, language=tongue) for tongue in LANGUAGES}
    yield f'<p class="soft">{escape(report.name)}. {both(said)}</p>'
    yield f'<p class="lead">{both({tongue: headline(report, language=tongue) for tongue in LANGUAGES})}</p>'
    for name in ("follows", "variants", "funnel", "obstacles"):
        yield f'<h2 id="{name}">{both(WORDS[name])}</h2>'
        yield _shown(report, name)
    yield f'<h2 id="aside">{both(WORDS["aside"])}</h2>'
    reasons = [f"<li>{n:,}: {both({'ko': in_korean(r), 'en': r})}</li>" for r, n in report.reasons.items()]
    yield f"<ul>{''.join(reasons)}</ul>" if reasons else f"<p>{both(WORDS['none'])}</p>"
    yield f'<h2 id="definitions">{both(WORDS["definitions"])}</h2><dl>'
    metrics = cast(dict[str, Metric], found("dure.metrics", attribute="METRIC"))
    for name in (*METRICS, "journey_funnel"):
        metric = metrics[name]
        yield f"<dt>{both(dict(metric.title))} <small>{metric.name} v{metric.version}</small></dt>"
        yield f"<dd>{both(dict(metric.meaning))} <small>{escape(metric.source)}</small></dd>"
    yield "</dl>"


def _shown(report: JourneyReport, name: str) -> str:
    by_tongue = {tongue: cells(report, name, language=tongue) for tongue in LANGUAGES}
    if not by_tongue["en"]:
        return f"<p>{both({tongue: empty(report, name, language=tongue) for tongue in LANGUAGES})}</p>"
    heads = "".join(f"<th>{both(WORDS[head])}</th>" for head in HEADS[name])
    rows = [
        "".join(
            f"<td{' class=n' if place else ''}>{both(dict(zip(LANGUAGES, cell, strict=True)))}</td>"
            for place, cell in enumerate(zip(*row, strict=True))
        )
        for row in zip(*(by_tongue[tongue] for tongue in LANGUAGES), strict=True)
    ]
    return f'<div class="scroll"><table><tr>{heads}</tr>{"".join(f"<tr>{row}</tr>" for row in rows)}</table></div>'
