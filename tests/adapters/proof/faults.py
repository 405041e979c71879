"""Gesäte Fehler: what may be wrong with a copy, each with the checks that must find it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Parts = dict[str, bytes]
SHEET, BOOK, STRINGS = "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
STYLES, CORE, APP = "xl/styles.xml", "docProps/core.xml", "docProps/app.xml"
CHART, DRAWING, TABLE = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/tables/table2.xml"
TYPES, RELATIONS = "[Content_Types].xml", "xl/worksheets/_rels/sheet2.xml.rels"
CANARY = "Geheimkunde AG"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


Change = Callable[[Parts], None]


def swap(part: str, old: str, new: str) -> Change:
    """One place of a part becomes another."""

    def change(parts: Parts) -> None:
        content = parts[part].decode()
        assert content.count(old) >= 1, f"{old} in {part}"
        parts[part] = content.replace(old, new, 1).encode()

    return change


def part(name: str, content: bytes, content_type: str = "") -> Change:
    """A further part, with its content type if it has one."""

    def change(parts: Parts) -> None:
        parts[name] = content
        if content_type:
            override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
            parts[TYPES] = parts[TYPES].replace(b"</Types>", override.encode())

    return change


def related(kind: str, target: str, mode: str = "") -> Change:
    """A further relation of the second sheet."""
    shown = f' TargetMode="{mode}"' if mode else ""
    one = f'<Relationship Id="rId9" Type="{OFFICE}/{kind}" Target="{target}"{shown}/></Relationships>'
    return swap(RELATIONS, "</Relationships>", one)


def without(name: str) -> Change:
    def change(parts: Parts) -> None:
        del parts[name]

    return change


def several(*changes: Change) -> Change:
    def change(parts: Parts) -> None:
        for one in changes:
            one(parts)

    return change


XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
VALIDATION = '<formula1>"Strategie,Vertrieb,Service"</formula1>'
FAULTS: Mapping[str, tuple[Change, set[str]]] = {
    "hidden row": (swap(SHEET, '<row r="6"', '<row r="6" hidden="1"'), {"hidden"}),
    "row of a group": (swap(SHEET, '<row r="6"', '<row r="6" outlineLevel="1"'), {"hidden"}),
    "collapsed row": (swap(SHEET, '<row r="6"', '<row r="6" collapsed="1"'), {"hidden"}),
    "hidden column": (
        swap(SHEET, "<sheetData>", '<cols><col min="2" max="2" width="9" hidden="1"/></cols><sheetData>'),
        {"hidden"},
    ),
    "hidden sheet": (
        swap(BOOK, '<sheet name="Unsere Kunden"', '<sheet name="Unsere Kunden" state="veryHidden"'),
        {"hidden"},
    ),
    "hidden name": (swap(BOOK, 'localSheetId="1">', 'localSheetId="1" hidden="1">'), {"hidden"}),
    "sheet nobody meant": (swap(BOOK, 'name="Start"', 'name="Anfang"'), {"sheet"}),
    "formula": (swap(SHEET, '<c r="E7" s="3"><v>', '<c r="E7" s="3"><f>1+1</f><v>'), {"formula"}),
    "array formula": (
        swap(
            SHEET,
            '<c r="E7" s="3"><v>45678</v></c>',
            '<c r="E7"><f t="array" ref="E7">SUM(A1)</f><v>45678</v></c>',
        ),
        {"formula"},
    ),
    "formula of a colour": (
        swap(SHEET, '<formula>"Strategie"</formula>', "<formula>SUM(A1:A9)</formula>"),
        {"formula"},
    ),
    "formula of a column": (
        swap(
            TABLE,
            '<tableColumn id="7" name="fest"/>',
            '<tableColumn id="7" name="fest">'
            "<calculatedColumnFormula>1</calculatedColumnFormula></tableColumn>",
        ),
        {"formula"},
    ),
    "sparkline elsewhere": (swap(SHEET, "<xm:f>Unsere Kunden!D6:E6", "<xm:f>Geheim!D6:E6"), {"formula"}),
    "external relation": (related("hyperlink", "https://example.org/x", "External"), {"relation"}),
    "relation to a file": (
        related("externalLinkPath", "file:///C:/Kunden/alt.xlsx", "External"),
        {"relation", "place"},
    ),
    "relation out of the package": (related("table", "../../../etc/x.xml"), {"relation"}),
    "link to the world": (
        swap(SHEET, "<pageMargins", '<hyperlinks><hyperlink ref="A1" r:id="rId9"/></hyperlinks><pageMargins'),
        {"link"},
    ),
    "link to another file": (
        swap("xl/worksheets/sheet1.xml", "location=\"'Unsere Kunden'!A1\"", 'location="[1]Geheim!A1"'),
        {"link"},
    ),
    "comments": (
        several(
            part("xl/comments1.xml", XML + b"<comments/>", "application/xml"),
            related("comments", "../comments1.xml"),
        ),
        {"part", "relation"},
    ),
    "VBA project": (part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 9), {"part"}),
    "custom properties": (part("docProps/custom.xml", XML + b"<Properties/>"), {"part"}),
    "custom XML": (part("customXml/item1.xml", XML + b"<a/>"), {"part"}),
    "printer settings": (part("xl/printerSettings/printerSettings1.bin", b"HP"), {"part"}),
    "thumbnail": (part("docProps/thumbnail.jpeg", b"\xff\xd8"), {"part"}),
    "external link": (part("xl/externalLinks/externalLink1.xml", XML + b"<externalLink/>"), {"part"}),
    "connections": (part("xl/connections.xml", XML + b"<connections/>"), {"part"}),
    "pivot cache": (part("xl/pivotCache/pivotCacheDefinition1.xml", XML + b"<a/>"), {"part"}),
    "ribbon": (part("customUI/customUI14.xml", XML + b"<customUI/>"), {"part"}),
    "a sheet nothing leads to": (part("xl/worksheets/sheet9.xml", XML + b"<worksheet/>"), {"part"}),
    "content type of macros": (
        swap(TYPES, "spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml"),
        {"part"},
    ),
    "missing part": (without(APP), {"part", "relation"}),
    "orphan string": (swap(STRINGS, "</sst>", "<si><t>Ehemaliger Kunde</t></si></sst>"), {"string"}),
    "rich string": (swap(STRINGS, "<si><t>Titel</t></si>", "<si><r><t>Titel</t></r></si>"), {"markup"}),
    "phonetic text": (
        swap(STRINGS, "<si><t>Titel</t></si>", "<si><t>Titel</t><rPh><t/></rPh></si>"),
        {"markup"},
    ),
    "name": (
        swap(BOOK, "</definedNames>", '<definedName name="Marge">0.4</definedName></definedNames>'),
        {"name"},
    ),
    "print area elsewhere": (swap(BOOK, "'Unsere Kunden'!$A$1:$G$8", "[1]Geheim!$A$1:$G$8"), {"name"}),
    "author": (swap(CORE, "<dc:creator></dc:creator>", "<dc:creator>Eva Muster</dc:creator>"), {"property"}),
    "changed by": (
        swap(CORE, "<cp:lastModifiedBy></cp:lastModifiedBy>", "<cp:lastModifiedBy>Eva</cp:lastModifiedBy>"),
        {"property"},
    ),
    "time": (swap(CORE, "2026-01-01T00:00:00Z", "2026-03-09T14:11:52Z"), {"property"}),
    "title": (swap(CORE, "<dc:title>Kundenbindung", "<dc:title>Kundenbindung intern"), {"property"}),
    "company": (swap(APP, "<Company></Company>", "<Company>Firma</Company>"), {"property"}),
    "manager": (swap(APP, "<Company></Company>", "<Manager>Eva</Manager><Company></Company>"), {"property"}),
    "name of a sheet in the properties": (swap(APP, "<vt:lpstr>Start<", "<vt:lpstr>Alt<"), {"property"}),
    "unknown attribute": (swap(SHEET, "<sheetFormatPr", '<sheetFormatPr note="Rabatt 12"'), {"markup"}),
    "unknown element": (swap(SHEET, "<pageMargins", "<customSheetViews/><pageMargins"), {"markup"}),
    "text between elements": (swap(SHEET, "<mergeCells", "Rabatt<mergeCells"), {"text"}),
    "text in an empty element": (swap(SHEET, "<extLst><ext xmlns", "<extLst>Rabatt<ext xmlns"), {"text"}),
    "comment in XML": (swap(STYLES, "<fills", "<!-- Rabatt --><fills"), {"markup"}),
    "instruction in XML": (swap(STYLES, "<fills", "<?note Rabatt?><fills"), {"markup"}),
    "text behind XML": (swap(STYLES, "</styleSheet>", "</styleSheet><!-- x -->"), {"markup"}),
    "namespace": (swap(STYLES, "<fills", '<fills xmlns:rabatt="urn:zwölf"'), {"markup"}),
    "prefix": (swap(STYLES, "<fills", f'<fills xmlns:rabatt="{OFFICE}"'), {"markup"}),
    "document type": (swap(STYLES, "<styleSheet", "<!DOCTYPE a><styleSheet"), {"markup"}),
    "theme": (swap("xl/theme/theme1.xml", "Office Theme", "Haus Theme"), {"markup"}),
    "number format": (swap(STYLES, 'formatCode="', 'formatCode="&quot;Rabatt&quot;'), {"markup"}),
    "font": (swap(STYLES, '<name val="Calibri"', '<name val="Rabatt Sans"'), {"markup"}),
    "header": (swap(SHEET, "Kopie für Team", "Kopie für Bank"), {"text"}),
    "footer": (swap(SHEET, "Firma &amp;&amp; Co", "Firma"), {"text"}),
    "prompt": (swap(SHEET, 'prompt="Was hier', 'prompt="Rabatt: was hier'), {"text"}),
    "alternative text": (swap(DRAWING, 'descr="Umsatz in €: zwei Jahre"', 'descr="mit Rabatt"'), {"text"}),
    "name of a drawing": (swap(DRAWING, 'name="Diagramm Plan"', 'name="Diagramm Rabatt"'), {"markup"}),
    "title of a chart": (swap(CHART, "<a:t>Umsatz in €", "<a:t>Rabatt in €"), {"text"}),
    "cache of a chart": (swap(CHART, "<c:v>45678</c:v>", "<c:v>45679</c:v>"), {"chart"}),
    "text in a cache": (swap(CHART, "<c:v>=1+1</c:v>", "<c:v>Rabatt</c:v>"), {"chart"}),
    "point beyond the range": (swap(CHART, '<c:pt idx="2">', '<c:pt idx="7">'), {"chart"}),
    "range of a chart": (swap(CHART, "'Unsere Kunden'!$B$6:$B$8", "[1]Geheim!$B$6:$B$8"), {"chart"}),
    "name in a chart": (swap(CHART, "'Unsere Kunden'!$B$6:$B$8", "Marge"), {"chart"}),
    "protected sheet": (
        swap(SHEET, "</sheetData>", '</sheetData><sheetProtection sheet="1" password="83AF"/>'),
        {"protection"},
    ),
    "protected workbook": (
        swap(BOOK, "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>'),
        {"protection"},
    ),
    "list from cells": (swap(SHEET, VALIDATION, "<formula1>$A$1:$A$3</formula1>"), {"validation"}),
    "check by formula": (swap(SHEET, VALIDATION, "<formula1>LEN(A1)</formula1>"), {"validation"}),
    "word in a list": (swap(SHEET, VALIDATION, '<formula1>"Strategie,Rabatt"</formula1>'), {"validation"}),
    "path of Windows": (swap(SHEET, "Kopie für Team", r"C:\Users\eva\Kopie"), {"text", "place"}),
    "path of Unix": (swap(SHEET, "Kopie für Team", "/home/eva/Kopie"), {"text", "place"}),
    "server": (swap(SHEET, "Kopie für Team", r"\\server\kunden\Kopie"), {"text", "place"}),
    "mail address": (swap(SHEET, "Kopie für Team", "eva@firma.example"), {"text", "address"}),
    "changed number": (swap(SHEET, "<v>45678</v>", "<v>45678.01</v>"), {"cell", "chart"}),
    "changed truth": (swap(SHEET, '<c r="G6" t="b"><v>1</v>', '<c r="G6" t="b"><v>0</v>'), {"cell"}),
    "changed text": (swap(STRINGS, "Müller &amp; Söhne", "Müller &amp; Vater"), {"cell", "chart"}),
    "number instead of a text": (
        swap(SHEET, '<c r="A6" t="s"><v>15</v></c>', '<c r="A6"><v>7</v></c>'),
        {"cell", "string"},
    ),
    "number with leading zeros": (swap(SHEET, "<v>-80</v>", "<v>-00080</v>"), {"cell"}),
    "additional cell": (
        swap(SHEET, "</row></sheetData>", '<c r="H10"><v>4711</v></c></row></sheetData>'),
        {"cell"},
    ),
    "inline text": (
        swap(
            SHEET,
            "</row></sheetData>",
            '<c r="H10" t="inlineStr"><is><t>Rabatt</t></is></c></row></sheetData>',
        ),
        {"cell"},
    ),
    "cell of another row": (swap(SHEET, "</row></sheetData>", '<c r="H99"/></row></sheetData>'), {"cell"}),
    "cell twice": (swap(SHEET, "</row></sheetData>", '<c r="A10"/></row></sheetData>'), {"cell"}),
    "missing cell": (swap(SHEET, '<c r="D6" s="3"><v>1234.5</v></c>', ""), {"cell"}),
    "header of a column": (swap(TABLE, 'name="Umsatz 2025"', 'name="Umsatz 2026"'), {"table"}),
    "name of a table": (
        swap(TABLE, 'name="Kunden" displayName="Kunden"', 'name="Alle" displayName="Alle"'),
        {"table", "cell"},
    ),
    "area of a table": (swap(TABLE, 'ref="A5:G8"', 'ref="A5:G7"'), {"table"}),
    "forbidden style name": (
        swap(STYLES, '<cellStyle name="Normal"', f'<cellStyle name="{CANARY}"'),
        {"markup", "forbidden"},
    ),
    "forbidden header": (swap(SHEET, "Kopie für Team", f"für {CANARY}"), {"text", "forbidden"}),
    "forbidden cache": (swap(CHART, "<c:v>=1+1</c:v>", f"<c:v>{CANARY}</c:v>"), {"chart", "forbidden"}),
    "forbidden alternative text": (
        swap(DRAWING, 'descr="Umsatz', f'descr="{CANARY} Umsatz'),
        {"text", "forbidden"},
    ),
    "forbidden string": (swap(STRINGS, "</sst>", f"<si><t>{CANARY}</t></si></sst>"), {"string", "forbidden"}),
    "forbidden in other letters": (swap(SHEET, "Kopie für Team", CANARY.upper()), {"text", "forbidden"}),
    "forbidden over two lines": (
        swap(SHEET, "Kopie für Team", CANARY.replace(" ", "\n")),
        {"text", "forbidden"},
    ),
    "forbidden name of a part": (part(f"xl/{CANARY}.xml", b""), {"part", "forbidden"}),
    "part in UTF-16": (part("xl/notes.xml", CANARY.encode("utf-16")), {"part", "forbidden"}),
}
