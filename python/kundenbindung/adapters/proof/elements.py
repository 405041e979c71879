"""Wortschatz der Blätter: elements of all parts but drawings and charts, with the shape of their values."""

from __future__ import annotations

TYPES = """
Types
Default Extension=any ContentType=any
Override PartName=any ContentType=any
"""
RELATIONS = """
Relationships
Relationship Id=link Type=any Target=any
"""
WORKBOOK = """
workbook
fileVersion appName=xl lastEdited=int lowestEdited=int rupBuild=int
workbookPr defaultThemeVersion=int
bookViews
workbookView xWindow=int yWindow=int windowWidth=int windowHeight=int tabRatio=int firstSheet=int \
activeTab=int
sheets
sheet name=sheet sheetId=int r:id=link
definedNames
definedName name=any localSheetId=int #=any
calcPr calcId=int fullCalcOnLoad=bool
"""
STYLES = """
styleSheet
numFmts count=int
numFmt numFmtId=int formatCode=format
fonts count=int
font
b val=bool
i val=bool
u val=single|double
sz val=num
color theme=int rgb=argb indexed=int tint=num auto=bool
name val=font
family val=int
scheme val=minor|major
fills count=int
fill
patternFill patternType=none|gray125|solid
fgColor theme=int rgb=argb indexed=int tint=num
bgColor theme=int rgb=argb indexed=int tint=num
borders count=int
border
left style=thin|medium|thick|dotted|dashed|hair|double
right style=thin|medium|thick|dotted|dashed|hair|double
top style=thin|medium|thick|dotted|dashed|hair|double
bottom style=thin|medium|thick|dotted|dashed|hair|double
diagonal
cellStyleXfs count=int
cellXfs count=int
xf numFmtId=int fontId=int fillId=int borderId=int xfId=int applyNumberFormat=bool applyFont=bool \
applyFill=bool applyBorder=bool applyAlignment=bool applyProtection=bool quotePrefix=bool
alignment horizontal=left|center|right|general|fill|justify vertical=top|center|bottom wrapText=bool \
indent=int
protection locked=bool
cellStyles count=int
cellStyle name=cellstyle xfId=int builtinId=int customBuiltin=bool
dxfs count=int
dxf
tableStyles count=int defaultTableStyle=tablestyle defaultPivotStyle=pivotstyle
"""
STRINGS = """
sst count=int uniqueCount=int
si
t xml:space=preserve #=any
"""
SHEET = """
worksheet mc:Ignorable=x14ac
sheetPr
tabColor rgb=argb theme=int
pageSetUpPr fitToPage=bool
dimension ref=area
sheetViews
sheetView showGridLines=bool tabSelected=bool workbookViewId=int zoomScale=int zoomScaleNormal=int \
topLeftCell=cell
pane xSplit=num ySplit=num topLeftCell=cell activePane=bottomRight|bottomLeft|topRight|topLeft \
state=frozen
selection pane=bottomRight|bottomLeft|topRight|topLeft activeCell=cell sqref=areas
sheetFormatPr defaultRowHeight=num customHeight=bool x14ac:dyDescent=num baseColWidth=int \
defaultColWidth=num
cols
col min=int max=int width=num customWidth=bool style=int bestFit=bool
sheetData
row r=int spans=spans s=int customFormat=bool ht=num customHeight=bool x14ac:dyDescent=num
mergeCells count=int
mergeCell ref=area
conditionalFormatting sqref=areas
cfRule type=cellIs|beginsWith|containsText|notContainsText|endsWith|dataBar dxfId=int priority=int \
operator=equal|notEqual|greaterThan|lessThan|greaterThanOrEqual|lessThanOrEqual|between|beginsWith|containsText|\
notContains|endsWith text=choice stopIfTrue=bool
formula #=rule
dataBar minLength=int maxLength=int showValue=bool
cfvo type=num|min|max|percent|percentile val=num
color rgb=argb theme=int tint=num
extLst
ext uri=extension
dataValidations count=int
dataValidation type=list|decimal|whole|date|textLength \
operator=between|notBetween|equal|greaterThan|lessThan|\
greaterThanOrEqual|lessThanOrEqual allowBlank=bool showInputMessage=bool showErrorMessage=bool \
showDropDown=bool \
errorStyle=warning|information errorTitle=word error=word promptTitle=word prompt=word sqref=areas
formula1 #=choice
formula2 #=choice
hyperlinks
hyperlink ref=area location=place display=text tooltip=word
printOptions horizontalCentered=bool verticalCentered=bool
pageMargins left=num right=num top=num bottom=num header=num footer=num
pageSetup paperSize=int scale=int fitToWidth=int fitToHeight=int orientation=landscape|portrait \
firstPageNumber=int \
useFirstPageNumber=bool
headerFooter alignWithMargins=bool scaleWithDoc=bool
oddHeader #=page
oddFooter #=page
rowBreaks count=int manualBreakCount=int
colBreaks count=int manualBreakCount=int
brk id=int max=int man=bool
ignoredErrors
ignoredError sqref=areas numberStoredAsText=bool
drawing r:id=link
tableParts count=int
tablePart r:id=link
x14:id #=bar
x14:conditionalFormattings
x14:conditionalFormatting
x14:cfRule type=dataBar id=bar
x14:dataBar minLength=int maxLength=int border=bool gradient=bool \
negativeBarBorderColorSameAsPositive=bool \
negativeBarColorSameAsPositive=bool axisPosition=middle|none direction=leftToRight|rightToLeft \
showValue=bool
x14:cfvo type=num|min|max|autoMin|autoMax|percent|percentile
x14:borderColor rgb=argb
x14:negativeFillColor rgb=argb
x14:negativeBorderColor rgb=argb
x14:axisColor rgb=argb
x14:sparklineGroups
x14:sparklineGroup type=column|stacked displayEmptyCellsAs=gap|zero|span markers=bool high=bool \
low=bool first=bool \
last=bool negative=bool displayXAxis=bool lineWeight=num manualMin=num manualMax=num \
minAxisType=custom|group \
maxAxisType=custom|group displayHidden=bool rightToLeft=bool
x14:colorSeries rgb=argb theme=int tint=num
x14:colorNegative rgb=argb theme=int tint=num
x14:colorAxis rgb=argb theme=int tint=num
x14:colorMarkers rgb=argb theme=int tint=num
x14:colorFirst rgb=argb theme=int tint=num
x14:colorLast rgb=argb theme=int tint=num
x14:colorHigh rgb=argb theme=int tint=num
x14:colorLow rgb=argb theme=int tint=num
x14:sparklines
x14:sparkline
xm:f #=drawn
xm:sqref #=areas
"""
TABLE = """
table id=int name=table displayName=table ref=area totalsRowShown=bool headerRowCount=int
autoFilter ref=area
tableColumns count=int
tableColumn id=int name=any
tableStyleInfo name=tablestyle showFirstColumn=bool showLastColumn=bool showRowStripes=bool \
showColumnStripes=bool
"""
CORE = """
cp:coreProperties
dc:title #=word
dc:creator
cp:lastModifiedBy
cp:keywords #=word
dcterms:created xsi:type=dcterms:W3CDTF #=day
dcterms:modified xsi:type=dcterms:W3CDTF #=day
"""
APP = """
Properties
Application #=Microsoft&Excel
DocSecurity #=0
ScaleCrop #=false
HeadingPairs
TitlesOfParts
vt:vector size=int baseType=lpstr|variant
vt:variant
vt:lpstr #=spoken
vt:i4 #=int
Company
LinksUpToDate #=false
SharedDoc #=false
HyperlinksChanged #=false
AppVersion #=version
"""
