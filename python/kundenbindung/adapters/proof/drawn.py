"""Wortschatz der Diagramme: elements of drawings and charts, with the shape of their values."""

from __future__ import annotations

DRAWINGS = """
xdr:wsDr
xdr:twoCellAnchor editAs=oneCell|absolute|twoCell
xdr:from
xdr:to
xdr:col #=int
xdr:colOff #=int
xdr:row #=int
xdr:rowOff #=int
xdr:graphicFrame macro=
xdr:nvGraphicFramePr
xdr:cNvPr id=int name=chartname descr=word title=word
xdr:cNvGraphicFramePr
xdr:xfrm
xdr:clientData
a:off x=int y=int
a:ext cx=int cy=int
a:graphic
a:graphicData uri=http://schemas.openxmlformats.org/drawingml/2006/chart
c:chart r:id=link
"""
"""Only frames that hold a chart."""

CHARTS = """
c:chartSpace
c:lang val=en-US|de-DE
c:roundedCorners val=bool
c:style val=int
c:chart
c:autoTitleDeleted val=bool
c:title
c:tx
c:rich
c:overlay val=bool
c:layout
c:manualLayout
c:layoutTarget val=inner
c:xMode val=edge
c:yMode val=edge
c:x val=num
c:y val=num
c:w val=num
c:h val=num
c:plotArea
c:barChart
c:lineChart
c:scatterChart
c:pieChart
c:areaChart
c:doughnutChart
c:barDir val=col|bar
c:grouping val=clustered|stacked|percentStacked|standard
c:scatterStyle val=lineMarker|smoothMarker
c:varyColors val=bool
c:firstSliceAng val=int
c:holeSize val=int
c:ser
c:idx val=int
c:order val=int
c:v #=word
c:f #=any
c:invertIfNegative val=bool
c:marker val=bool
c:symbol val=none|circle|square|diamond|triangle|x|star|dot|dash|plus
c:size val=int
c:smooth val=bool
c:dPt
c:dLbls
c:numFmt formatCode=format sourceLinked=bool
c:dLblPos val=ctr|inEnd|inBase|outEnd|t|b|l|r|bestFit
c:showLegendKey val=bool
c:showVal val=bool
c:showCatName val=bool
c:showSerName val=bool
c:showPercent val=bool
c:showLeaderLines val=bool
c:cat
c:val val=num
c:xVal
c:yVal
c:strRef
c:strCache
c:numRef
c:numCache
c:formatCode #=format
c:ptCount val=int
c:pt idx=int
c:gapWidth val=int
c:overlap val=int
c:axId val=int
c:catAx
c:valAx
c:dateAx
c:scaling
c:logBase val=num
c:orientation val=minMax|maxMin
c:max val=num
c:min val=num
c:delete val=bool
c:axPos val=b|l|t|r
c:majorGridlines
c:minorGridlines
c:majorTickMark val=none|in|out|cross
c:minorTickMark val=none|in|out|cross
c:tickLblPos val=low|high|nextTo|none
c:crossAx val=int
c:crosses val=autoZero|min|max
c:crossesAt val=num
c:auto val=bool
c:lblAlgn val=ctr|l|r
c:lblOffset val=int
c:noMultiLvlLbl val=bool
c:crossBetween val=between|midCat
c:majorUnit val=num
c:minorUnit val=num
c:legend
c:legendEntry
c:tickLblSkip val=int
c:tickMarkSkip val=int
c:errBars
c:errDir val=x|y
c:errBarType val=minus|plus|both
c:errValType val=percentage
c:noEndCap val=bool
c:legendPos val=r|l|t|b|tr
c:plotVisOnly val=bool
c:dispBlanksAs val=gap|zero|span
c:spPr
c:txPr
c:printSettings
c:headerFooter
c:pageMargins b=num l=num r=num t=num header=num footer=num
c:pageSetup
a:bodyPr rot=int vert=horz
a:lstStyle
a:p
a:pPr
a:r
a:t #=word
a:defRPr sz=int b=bool i=bool baseline=int
a:rPr lang=en-US|de-DE sz=int b=bool i=bool baseline=int
a:endParaRPr lang=en-US|de-DE
a:solidFill
a:pattFill prst=wdUpDiag|wdDnDiag
a:fgClr
a:bgClr
a:srgbClr val=rgb
a:alpha val=int
a:schemeClr val=tx1|bg1|tx2|bg2|accent1|accent2|accent3|accent4|accent5|accent6
a:noFill
a:ln w=int
a:prstDash val=solid|dash|sysDash|sysDot|dashDot|lgDash
a:latin typeface=font
"""
