"""Seeded defects: for each rule of the package checks the smallest change that breaks it."""

from __future__ import annotations

import re

from tests.adapters.package.books import Change, sheet_part, swap

from kundenbindung.adapters.package.checks.container import MACRO_MAIN, PLAIN_MAIN

START, CUSTOMERS, FIGURES = map(sheet_part, ("Start", "Kunden", "Zahlen"))
PIPELINE, PLAN = map(sheet_part, ("Pipeline", "Plan"))
BOOK, STYLES, TYPES = "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"
TABLE1, TABLE2 = "xl/tables/table1.xml", "xl/tables/table2.xml"
DRAWING, CHART, STRINGS = "xl/drawings/drawing1.xml", "xl/charts/chart1.xml", "xl/sharedStrings.xml"
BOOK_RELS, START_RELS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
CUSTOMERS_RELS = "xl/worksheets/_rels/sheet2.xml.rels"
RIBBON, CONTROLS = "customUI/customUI14.xml", "xl/drawings/vmlDrawing1.vml"
VALUE = '<c r="B4" s="8"><v>12</v></c>'
EMPTY = "<sheetData/>"
SUM = "SUBTOTAL(109,tblZahlen[Wert])"
NAMES_END = "</definedNames>"
LINK = '<hyperlink ref="A1" location="A2"/>'

LIST = '<dataValidation type="list" sqref="A1"><formula1>'

Changes = dict[str, Change | bytes | None]


def cells(*xml: str) -> Change:
    """Cells for the empty sheet Pipeline."""
    return swap(EMPTY, f'<sheetData><row r="1">{"".join(xml)}</row></sheetData>')


def formula(text: str) -> Changes:
    """A formula for the cell Zahlen!E3, as it stands in the XML."""
    return {FIGURES: swap(SUM, text)}


def new_name(xml: str) -> Changes:
    return {BOOK: swap(NAMES_END, f"{xml}{NAMES_END}")}


def before(tag: str, xml: str) -> Change:
    return swap(tag, xml + tag)


def attribute(element: str, name: str, value: str) -> Change:
    """Set an attribute of the first element that begins so."""

    def change(content: bytes) -> bytes:
        text = content.decode()
        match = re.search(rf"<{element}\b[^>]*?>", text)
        assert match is not None, element
        tag = re.sub(rf' {name}="[^"]*"', "", match[0])
        return text.replace(
            match[0], tag.replace(f"<{element}", f'<{element} {name}="{value}"', 1), 1
        ).encode()

    return change


def renamed(old: str, new: str) -> Changes:
    """Another name for a sheet that nothing refers to."""
    return {BOOK: swap(f'<sheet name="{old}"', f'<sheet name="{new}"')}


def validations(xml: str) -> Changes:
    return {PIPELINE: before("<pageMargins", f"<dataValidations>{xml}</dataValidations>")}


def rules(xml: str) -> Changes:
    block = f'<conditionalFormatting sqref="A1:A9">{xml}</conditionalFormatting>'
    return {PIPELINE: before("<pageMargins", block)}


def rule(text: str) -> Changes:
    return rules(f'<cfRule type="expression" dxfId="0" priority="1"><formula>{text}</formula></cfRule>')


def listed(part: str) -> Change:
    """A content type for a new part."""
    return before("</Types>", f'<Override PartName="/{part}" ContentType="application/xml"/>')


def related(kind: str, target: str) -> Change:
    """A new relation."""
    return before("</Relationships>", f'<Relationship Id="rId99" Type="http://x/{kind}" Target="{target}"/>')


def named(name: str) -> str:
    """A defined name."""
    return f'<definedName name="{name}">Kunden!$A$1</definedName>'


SEEDS: dict[str, tuple[str, Changes]] = {
    # Paket
    "content type": ("content_type_missing", {"xl/extra.dat": b"x"}),
    "listed part": (
        "content_type_orphan",
        {TYPES: listed("xl/a.xml")},
    ),
    "main type": ("main_type", {TYPES: swap(MACRO_MAIN, PLAIN_MAIN)}),
    "vba as default": (
        "vba_override",
        {TYPES: swap('<Override PartName="/xl/vbaProject.bin"', '<Default Extension="bin"')},
    ),
    "vba unrelated": (
        "vba_relation",
        {BOOK_RELS: swap("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "urn:other")},
    ),
    "relation to nothing": ("relation_broken", {BOOK_RELS: swap("theme/theme1.xml", "theme/theme2.xml")}),
    "relation missing": (
        "relation_missing",
        {PIPELINE: before("</worksheet>", '<legacyDrawing r:id="rId9"/>')},
    ),
    "external part": (
        "relation_external",
        {BOOK_RELS: related("externalLink", 'file:///c:/a.xlsx" TargetMode="External')},
    ),
    "link to a file": (
        "relation_external",
        {START_RELS: swap("mailto:hilfe@example.invalid", "file:///c:/a.bat")},
    ),
    "malformed": (
        "xml_malformed",
        {"docProps/custom.xml": b"<a><b></a>", TYPES: listed("docProps/custom.xml")},
    ),
    "document type": (
        "xml_malformed",
        {"docProps/app.xml": swap("<Properties", "<!DOCTYPE a [<!ENTITY b 'c'>]><Properties")},
    ),
    "control character": (
        "xml_control",
        {"docProps/app.xml": swap("Microsoft Excel", "Microsoft&#x1;Excel")},
    ),
    "raw control character": (
        "xml_control",
        {"docProps/app.xml": swap("Microsoft Excel", "Microsoft\x02Excel")},
    ),
    "not utf-8": (
        "xml_encoding",
        {"docProps/app.xml": lambda content: content.replace(b"Microsoft", b"M\xfcller")},
    ),
    "other encoding": (
        "xml_encoding",
        {"docProps/app.xml": swap('encoding="UTF-8"', 'encoding="ISO-8859-1"')},
    ),
    "no vba project": ("vba_unreadable", {"xl/vbaProject.bin": b"nothing of the kind"}),
    # Menüband und Knöpfe
    "ribbon id twice": ("ribbon_id_twice", {RIBBON: swap('"kbGroup_data"', '"kbButton_calculate"')}),
    "long tip": ("ribbon_text_long", {RIBBON: attribute("button", "supertip", "x" * 1025)}),
    "no such Sub": ("ribbon_callback", {RIBBON: swap('"KbMenu_check"', '"KbMenu_nichts"')}),
    "Sub of Start": ("ribbon_signature", {RIBBON: swap('"KbMenu_check"', '"KbStart_check"')}),
    "six buttons": (
        "ribbon_group_full",
        {RIBBON: lambda c: re.sub(rb"\s*</group>\s*<group [^>]*>", b"", c)},
    ),
    "nothing large": ("ribbon_primary", {RIBBON: swap('size="large"', 'size="normal"')}),
    "all large": ("ribbon_primary", {RIBBON: lambda c: c.replace(b'"normal"', b'"large"')}),
    "keytip twice": ("ribbon_keytip", {RIBBON: swap('keytip="P"', 'keytip="ZA"')}),
    "keytip missing": ("ribbon_keytip", {RIBBON: swap('keytip="P"', 'keytip=""')}),
    "no icon": ("ribbon_icon", {RIBBON: swap('imageMso="CalculateNow" ', "")}),
    "button without Sub": (
        "button_macro",
        {CONTROLS: swap("[0]!KbStart_calculate", "[0]!KbStart_nichts")},
    ),
    "button with a callback": ("button_macro", {CONTROLS: swap("KbStart_calculate", "KbMenu_calculate")}),
    "button id twice": ("drawing_id_twice", {CONTROLS: swap("_x0000_s1026", "_x0000_s1025")}),
    "button without alt text": ("alt_text", {CONTROLS: swap(' alt="Berechnet neu"', "")}),
    # Blätter
    "long sheet name": ("sheet_name_long", renamed("Vorjahr", "V" * 32)),
    "bracket in sheet name": ("sheet_name_characters", renamed("Vorjahr", "Vor[jahr")),
    "apostrophe": ("sheet_name_characters", renamed("Vorjahr", "'Vorjahr")),
    "reserved": ("sheet_name_reserved", renamed("Vorjahr", "Verlauf")),
    "reserved in English": ("sheet_name_reserved", renamed("Vorjahr", "History")),
    "twice": ("sheet_name_twice", renamed("Vorjahr", "PLAN")),
    "all hidden": (
        "no_visible_sheet",
        {
            BOOK: lambda content: re.sub(
                rb'(<sheet name="[^"]*" sheetId="\d+") r:', rb'\1 state="hidden" r:', content
            )
        },
    ),
    "active hidden": (
        "active_sheet_hidden",
        {BOOK: swap('<sheet name="Start"', '<sheet state="hidden" name="Start"')},
    ),
    "two selected": ("selected_sheets", {PIPELINE: attribute("sheetView", "tabSelected", "1")}),
    "none selected": ("selected_sheets", {START: swap(' tabSelected="1"', "")}),
    # Zellen
    "long shared text": ("text_long", {STRINGS: swap("<t>Bitte lesen</t>", f"<t>{'x' * 32768}</t>")}),
    "long inline text": (
        "text_long",
        {PIPELINE: cells(f'<c r="A1" t="inlineStr"><is><t>{"x" * 40000}</t></is></c>')},
    ),
    "infinite": ("number", {FIGURES: swap(VALUE, VALUE.replace("12", "INF"))}),
    "nan": ("number", {FIGURES: swap(VALUE, VALUE.replace("12", "nan"))}),
    "decimal comma in a number": ("number", {FIGURES: swap(VALUE, VALUE.replace("12", "1,5"))}),
    "early date": ("date_early", {START: swap("<v>46022</v>", "<v>60</v>")}),
    "many links": (
        "links_many",
        {PIPELINE: before("<pageMargins", "<hyperlinks>" + LINK * 65531 + "</hyperlinks>")},
    ),
    "long link": ("link_long", {START_RELS: swap("mailto:hilfe@example.invalid", "https://e/" + "a" * 2080)}),
    "high row": ("row_height", {CUSTOMERS: swap('ht="30"', 'ht="410"')}),
    "wide column": ("column_width", {CUSTOMERS: swap('width="18.7109375"', 'width="256"')}),
    "large font": ("font_size", {STYLES: swap('<sz val="16"/>', '<sz val="410"/>')}),
    "many styles": (
        "styles_many",
        {
            STYLES: before(
                "</cellXfs>", '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 64000
            )
        },
    ),
    "style missing": ("style_missing", {FIGURES: swap(VALUE, VALUE.replace('s="8"', 's="400"'))}),
    "German number format": (
        "number_format",
        {STYLES: swap('formatCode="dd.mm.yyyy"', 'formatCode="TT.MM.JJJJ"')},
    ),
    "open quote in format": ("number_format", {STYLES: swap("#,##0 &quot;€&quot;", "#,##0 &quot;€")}),
    "long number format": (
        "number_format",
        {STYLES: swap('formatCode="dd.mm.yyyy"', f'formatCode="{"0" * 256}"')},
    ),
    "five sections": ("number_format", {STYLES: swap('formatCode="dd.mm.yyyy"', 'formatCode="0;0;0;0;0"')}),
    # Formeln
    "equals sign": ("formula_equals", formula("=SUM(1,2)")),
    "array braces": ("formula_equals", formula("{=SUM(1,2)}")),
    "semicolon": ("formula_separator", formula("SUM(1;2)")),
    "decimal comma": ("formula_separator", formula("1,5*2")),
    "German function": ("formula_function", formula("SUMME(A1,A2)")),
    "no prefix": ("formula_prefix", formula("IFNA(A1,0)")),
    "wrong prefix": ("formula_prefix", {PLAN: swap("_xlfn._xlws.SORT(", "_xlfn.SORT(")}),
    "loose parameter": ("formula_prefix", {PLAN: swap("LET(_xlpm.x,1,_xlpm.x+1)", "LET(Summe_Umsatz,1,2)")}),
    "spill sign": ("formula_prefix", formula("SUM(A1#)")),
    "at sign": ("formula_this_row", formula("tblZahlen[@Wert]")),
    "at sign with brackets": ("formula_this_row", formula("tblZahlen[@[Wert]]")),
    "row without brackets": ("formula_this_row", formula("tblZahlen[[#This Row],Wert]")),
    "no table": ("formula_table", formula("SUM([Wert])")),
    "long formula": ("formula_long", formula("1" + "+1" * 4096)),
    "deep formula": ("formula_deep", formula("(" * 65 + "1" + ")" * 65)),
    "open parenthesis": ("formula_unbalanced", formula("SUM(1,2")),
    "one too many": ("formula_unbalanced", formula("SUM(1,2))")),
    "open string": ("formula_unbalanced", formula('IF(A1="x,1,2)')),
    "array without area": ("array_area", {PLAN: swap(' t="array" ref="A1"', ' t="array"')}),
    "spill without metadata": ("array_metadata", {PLAN: swap('<c r="A1" cm="1">', '<c r="A1">')}),
    "metadata missing": ("array_metadata", {PLAN: swap('<c r="A1" cm="1">', '<c r="A1" cm="7">')}),
    "volatile": ("formula_volatile", formula("TODAY()")),
    "indirect": ("formula_volatile", formula('INDIRECT("A1")')),
    "German date pattern": ("formula_locale", formula('TEXT(A1,"TT.MM.JJJJ")')),
    "number pattern": ("formula_locale", formula('TEXT(A1,"#,##0.00")')),
    "broken reference": ("formula_ref", formula("SUM(#REF!)")),
    "broken name": ("formula_ref", {BOOK: swap("Kunden!$C$3:$C$7", "Kunden!#REF!")}),
    "unknown sheet": ("formula_sheet", formula("Nirgends!A1")),
    "unknown quoted sheet": ("formula_sheet", formula("'Nir gends'!A1")),
    "other file": ("formula_external", formula("[1]Kunden!A1")),
    "other quoted file": ("formula_external", formula("'[a.xlsx]Kunden'!A1")),
    "unknown table": ("formula_table", formula("SUM(tblNichts[Wert])")),
    "unknown column": ("formula_column", formula("SUM(tblZahlen[Wort])")),
    "unknown name": ("formula_name", formula("Nichts+1")),
    # Tabellen
    "table like a cell": (
        "table_name",
        {
            TABLE2: swap('displayName="tblZahlen"', 'displayName="R1C1"'),
            FIGURES: swap("tblZahlen[", "R1C1["),
            PLAN: lambda c: c.replace(b"tblZahlen[", b"R1C1["),
        },
    ),
    "table id twice": ("table_id_twice", {TABLE2: attribute("table", "id", "1")}),
    "column id twice": (
        "table_column_id_twice",
        {TABLE2: swap('<tableColumn id="2"', '<tableColumn id="1"')},
    ),
    "header is a number": (
        "table_header",
        {
            FIGURES: lambda content: re.sub(
                rb'<c r="B2"[^>]*><v>\d+</v></c>', b'<c r="B2"><v>7</v></c>', content
            )
        },
    ),
    "line feed lost": ("table_header", {TABLE1: swap("Kunde&#xA;Name", "Kunde Name")}),
    "column missing": ("table_width", {TABLE1: lambda c: re.sub(rb'<tableColumn id="2"[^>]*/>', b"", c)}),
    "merge in a table": (
        "merge_table",
        {FIGURES: before("<pageMargins", '<mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells>')},
    ),
    "filter in a table": ("table_filter", {FIGURES: before("<pageMargins", '<autoFilter ref="A2:B5"/>')}),
    "totals lost": ("table_totals_cell", {CUSTOMERS: lambda c: re.sub(rb'<c r="C8".*?</c>', b"", c)}),
    "totals label": (
        "table_totals_cell",
        {TABLE1: swap('totalsRowLabel="Summe"', 'totalsRowLabel="Gesamt"')},
    ),
    "filter with totals": (
        "table_filter_area",
        {TABLE1: swap('<autoFilter ref="A2:D7"/>', '<autoFilter ref="A2:D8"/>')},
    ),
    "other formula": (
        "table_formula",
        {CUSTOMERS: lambda c: re.sub(rb'(<c r="D5"[^>]*>)<f>.*?</f>', rb"\1<f>1+1</f>", c)},
    ),
    "formula overwritten": (
        "table_formula",
        {CUSTOMERS: lambda c: re.sub(rb'(<c r="D5"[^>]*>)<f>.*?</f>', rb"\1", c)},
    ),
    # Namen
    "name like a cell": ("name", new_name(named("AB12"))),
    "name with a blank": ("name", new_name(named("zwei Worte"))),
    "print titles by hand": ("name", new_name(named("Print_Titles"))),
    "built-in without sheet": ("name_scope", {BOOK: swap(' localSheetId="1"', "")}),
    "scope missing": ("name_scope", {BOOK: swap('localSheetId="1"', 'localSheetId="99"')}),
    "name twice": ("name_twice", new_name(named("SUMME_umsatz"))),
    "empty name": ("name_empty", new_name('<definedName name="Leer"></definedName>')),
    # Gültigkeit
    "long list": ("validation_list_long", validations(f'{LIST}"{"x," * 128}"</formula1></dataValidation>')),
    "long title": (
        "validation_text_long",
        {CUSTOMERS: swap('promptTitle="Eingabe"', f'promptTitle="{"x" * 33}"')},
    ),
    "long message": (
        "validation_text_long",
        {CUSTOMERS: swap('prompt="Bitte wählen"', f'prompt="{"x" * 256}"')},
    ),
    "structured validation": (
        "structured_reference",
        validations(f"{LIST}tblZahlen[Jahr]</formula1></dataValidation>"),
    ),
    "structured rule": ("structured_reference", rule("A1&gt;SUM(tblZahlen[Wert])")),
    "many validations": (
        "validations_many",
        validations('<dataValidation type="whole" sqref="A1"/>' * 65000),
    ),
    "overlapping validations": (
        "validation_overlap",
        validations('<dataValidation sqref="A1:B9"/><dataValidation sqref="D1 B9:C12"/>'),
    ),
    # Bedingte Formate
    "German rule": ("formula_function", rule("UND(A1&gt;1,A1&lt;3)")),
    "semicolon in a rule": ("formula_separator", rule("AND(A1&gt;1;A1&lt;3)")),
    "equals sign in a rule": ("formula_equals", rule("=A1&gt;1")),
    "rule without format": (
        "rule_style",
        {CUSTOMERS: swap('dxfId="2" priority="1"', 'dxfId="9" priority="1"')},
    ),
    "priority twice": (
        "rule_priority",
        rules('<cfRule type="expression" priority="1"><formula>A1</formula></cfRule>' * 2),
    ),
    "rule to another sheet": ("rule_sheet", rule("A1&gt;Kunden!$A$1")),
    # Aufbau
    "merges overlap": (
        "merge_overlap",
        {START: swap('<mergeCell ref="A1:D1"/>', '<mergeCell ref="A1:D1"/><mergeCell ref="D1:D3"/>')},
    ),
    "pane too low": ("pane", {CUSTOMERS: swap('ySplit="2"', 'ySplit="7"')}),
    "pane inactive": ("pane", {CUSTOMERS: swap('activePane="bottomRight"', 'activePane="topRight"')}),
    "pane cut in a cell": ("pane", {CUSTOMERS: swap('xSplit="1"', 'xSplit="1.5"')}),
    "long footer": ("header_long", {START: swap("Seite", "S" * 256)}),
    "shape id twice": (
        "drawing_id_twice",
        {DRAWING: lambda c: re.sub(rb'<xdr:cNvPr id="\d+"', b'<xdr:cNvPr id="2"', c)},
    ),
    "no alt text": ("alt_text", {DRAWING: swap(' descr="Säulen: Wert je Jahr"', "")}),
    "chart to nowhere": ("chart_reference", {CHART: swap("Zahlen!$B$3:$B$5", "Zahl!$B$3:$B$5")}),
    "chart to a broken reference": ("chart_reference", {CHART: swap("Zahlen!$B$3:$B$5", "#REF!")}),
    "chart without values": (
        "chart_cache",
        {CHART: lambda c: re.sub(rb"<c:numCache>.*?</c:numCache>", b"", c, count=1, flags=re.DOTALL)},
    ),
    # Schutz, Eigenschaften
    "half a hash": (
        "protection",
        {
            PIPELINE: before(
                "<pageMargins", '<sheetProtection sheet="1" algorithmName="SHA-512" hashValue="abc="/>'
            )
        },
    ),
    "old password": ("protection", {START: attribute("sheetProtection", "password", "geheim")}),
    "workbook hash": (
        "protection",
        {
            BOOK: before(
                "<bookViews>", '<workbookProtection workbookAlgorithmName="SHA-512" lockStructure="1"/>'
            )
        },
    ),
    "author": (
        "author",
        {"docProps/core.xml": swap("<dc:creator></dc:creator>", "<dc:creator>Erika Muster</dc:creator>")},
    ),
    "last author": (
        "author",
        {
            "docProps/core.xml": swap(
                "<cp:lastModifiedBy></cp:lastModifiedBy>", "<cp:lastModifiedBy>Erika</cp:lastModifiedBy>"
            )
        },
    ),
    "company": ("author", {"docProps/app.xml": swap("<Company></Company>", "<Company>Muster AG</Company>")}),
}
