"""A workbook written by hand: just enough XLSX for texts, numbers and dates."""

import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{}"/>'
    "</Types>"
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = f'<Relationship Id="r{{}}" Type="{_KIND}/{{}}" Target="{{}}"/>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_BOOK = (
    f'<workbook {_MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="기록" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_STYLES = (
    f'<styleSheet {_MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>'
)
_EXCEL_EPOCH = datetime.fromisoformat("1899-12-30")


def write_workbook(rows: list[list[object]], *, to: Path) -> Path:
    """A workbook with one sheet named 기록."""
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    with zipfile.ZipFile(to, "w") as book:
        book.writestr("[Content_Types].xml", _TYPES.format("sheet.main+xml"))
        book.writestr("_rels/.rels", _RELS.format(_REL.format(1, "officeDocument", "xl/workbook.xml")))
        book.writestr("xl/workbook.xml", _BOOK)
        links = _REL.format(1, "worksheet", "worksheets/sheet1.xml") + _REL.format(2, "styles", "styles.xml")
        book.writestr("xl/_rels/workbook.xml.rels", _RELS.format(links))
        book.writestr("xl/styles.xml", _STYLES)
        book.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {_MAIN}><sheetData>{cells}</sheetData></worksheet>"
        )
    return to


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        days = (value - _EXCEL_EPOCH).total_seconds() / 86400
        return f'<c s="1"><v>{days!r}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
