"""The forecast report as one HTML file that needs nothing from elsewhere."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import pyarrow as pa

from dure.doors.cli._flow_words import LANGUAGES, both
from dure.doors.cli._forecast_told import Told
from dure.doors.cli._forecast_words import COLUMNS, HEADINGS, TITLE, answer, basis_sentences, by_then, change

_PAGE = Template(Path(__file__).with_name("_flow_page.html").read_text(encoding="utf-8"))


def html_forecast(told: Told, *, language: str) -> str:
    """The forecast as a page in both languages; ``language`` is shown first."""
    checked = {f"{each}_checked": "checked" if each == language else "" for each in LANGUAGES}
    title = f"{told.report.title[language]} · {TITLE[language]}"
    return _PAGE.substitute(language=language, title=escape(title), main="\n".join(_main(told)), **checked)


def _main(told: Told) -> Iterator[str]:
    yield f"<h1>{both(dict(told.report.title))} · {both(TITLE)}</h1>"
    yield f'<p class="soft">{escape(told.report.name)}</p>'
    yield f'<p class="lead">{_told(answer, told)}</p>'
    for name, table in told.tables().items():
        yield f'<h2 id="{name}">{both(HEADINGS[name])}</h2>'
        if name == "how_many":
            yield f"<p>{_told(by_then, told)}</p>"
        if name == "weeks":
            yield f"<p>{_told(change, told)}</p>"
        yield _table(table, bar={"chances": "done_by_then", "weeks": "n_done"}.get(name, ""))
    yield f'<h2 id="basis">{both(HEADINGS["basis"])}</h2>'
    sentences = zip(*(basis_sentences(told, language=each) for each in LANGUAGES), strict=True)
    lines = (both(dict(zip(LANGUAGES, pair, strict=True))) for pair in sentences)
    yield f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _told(says: Any, told: Told) -> str:
    return both({each: says(told, language=each) for each in LANGUAGES})


def _table(table: pa.Table, *, bar: str) -> str:
    most = max((row[bar] or 0 for row in table.to_pylist()), default=0) or 1 if bar else 1
    head = "".join(f"<th>{both(COLUMNS[name])}</th>" for name in table.column_names)
    rows = []
    for row in table.to_pylist():
        cells = "".join(f'<td class="n">{_cell(name, value)}</td>' for name, value in row.items())
        width = f'<td style="width:40%"><meter-bar style="width:{100 * (row[bar] or 0) / most:.1f}%"></meter-bar></td>' if bar else ""  # fmt: skip
        rows.append(f"<tr>{cells}{width}</tr>")
    return (
        f'<div class="scroll"><table><tr>{head}{"<th></th>" if bar else ""}</tr>{"".join(rows)}</table></div>'
    )


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if name in ("sure", "done_by_then"):
        return f"{100 * value:.0f} %" if name == "sure" else f"{100 * value:.1f} %"
    if isinstance(value, bool):
        return "●" if value else ""
    return f"{value:,}" if isinstance(value, int) else escape(str(value))
