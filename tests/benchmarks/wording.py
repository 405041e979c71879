"""Worte of the page that do not depend on the figures."""

from __future__ import annotations

INTRODUCTION = """\
Diese Seite sagt, wie schnell das Programm ist, woran das gemessen wurde und wo es an Grenzen kommt. Sie
wird aus einem einzigen Lauf erzeugt, der in Abschnitten gehen darf; wann jeder begann und wie
beschäftigt der Rechner dabei war, steht unten bei seinen Zielen. Die Rohwerte stehen daneben in
`benchmarks.json`. Verlässlich sind die **Verhältnisse** innerhalb dieses Laufs: Sekunden ändern sich
mit dem Rechner und mit dem, was sonst auf ihm läuft. Wo nichts anderes steht, sind es Sekunden des
Prozessors, nicht der Uhr. Jede Messung läuft in einem eigenen Prozess. Zahlen hinter „Das Profil“ und
die Ladezeit der Schaltflächen unter „Was herausgenommen wurde“ stammen aus eigenen Aufnahmen desselben
Tages."""

WHOLE = """\
`rechnen` auf einer erzeugten Mappe: fünf Jahre, Kunden, die kommen und gehen, ein Fünftel der
Bewertungen leer, eine Verkaufschance auf sieben Kunden, Entscheidungen für jeden zwanzigsten. Rechnen
enthält die 10.000 Ziehungen der Stabilität, Schreiben auch die Sätze je Kunde und die fertige Mappe mit
allen Blättern und Diagrammen."""

BEYOND = """\
Die Mappe mit {customers} Kunden ist {megabytes} MB groß. {verdict} Für Excel ist diese Größe schon lange
vorher nicht mehr handlich: Zu jedem Kunden gehören rund 240 Zellen, und Filtern, Sortieren und Speichern
dauern dann Minuten. Gedacht ist das Programm für einige Dutzend bis einige Tausend Kunden."""
REFUSED = """\
Das Programm schreibt sie noch, nimmt sie aber zum Lesen nicht mehr an: Sie ist größer als die erlaubten
100 MiB."""
ACCEPTED = "Das Programm schreibt und liest sie noch."

FORMULAS = """\
Dieselben Größen als Formeln einer Mappe, wie man sie von Hand bauen würde: Trend als Median der
Steigungen (`MEDIAN`, `LN`) und daneben als `SLOPE`, Punkte zwischen zwei Ankern, gewichtete Summe mit
`SUMPRODUCT`, `RANK`, `PERCENTRANK` und das Level nach der Quote. LibreOffice berechnet alle Formeln
neu; das Programm rechnet von den Eingaben bis zum Level. Verglichen wird nur, weil die Zahlen gleich
sind: größte Abweichung {apart} bei einer Grenze von 1e-9, Ränge und Levels ohne jeden Unterschied.
Excel selbst wurde nicht gemessen. Die Formeln können weniger: keine Stabilität, kein Plan, keine
Begründung."""

CELLS = """\
openpyxl anstelle unserer Ein- und Ausgabe, Mappe mit 2.000 Kunden: dieselben Tabellen gelesen, ohne
etwas zu prüfen oder zu deuten, und dieselben Werte geschrieben, mit Zahlenformat, Schrift, Füllung und
Ausrichtung. Unser Schreiben enthält außerdem Prüfungen der Eingabe, Farbregeln, Diagramme, Breiten,
Druckbild und das Makroprojekt."""

LOOPS = """\
Die Stabilität als Schleife über eine Bibliothek für Entscheidungen mit mehreren Kriterien: je Ziehung
eine gewichtete Summe und eine Rangfolge. Gezählt wurden {draws} Ziehungen und auf 10.000
**hochgerechnet**; die Anteile dieser Ziehungen sind auf die letzte Stelle die des Programms."""

FLOORS = """\
Was sich nicht unterbieten lässt: calamine liest dieselbe Datei nur in Listen, XlsxWriter schreibt nur
dieselben Zellen, die Multiplikation zählt nur, ohne die Grenze der Levels zu suchen."""

COSTS = """\
Stichproben alle 5 Millisekunden des Prozessors, der ganze Auftrag vom Öffnen bis zur fertigen Mappe.
„Vorher“ ist der Stand vor dieser Arbeit, im selben Lauf gemessen."""

DONE = """\
**Was herausgenommen wurde.**

1. *Kerne, die aufeinander warten.* Die Bibliothek für Matrizen teilte die kleinen Multiplikationen der
   Stabilität auf mehrere Kerne auf. Auf einem beschäftigten Rechner wartete ein Kern auf den anderen, ein
   Vielfaches der nötigen Zeit. Jetzt wird in Stücken multipliziert, die auf einem Kern bleiben; die Anteile
   sind auf die letzte Stelle dieselben, und auf einem freien Kern ist es etwa so schnell wie zuvor.
2. *Suche nach Kreisen.* Beim Bauen durchsuchte Python immer wieder Millionen von Zellen nach Verweisen im
   Kreis, die es dort nicht gibt. Die Suche ruht jetzt, solange eine Mappe gebaut wird; die Bytes der Mappe
   sind dieselben.
3. *Was kein Klick braucht.* Jede Schaltfläche lud die Prüfungen fertiger Mappen, den Abgleich
   zurückgekommener Kopien und das Netz- und Mailwerk von Python mit: 42 der 175 Teile des Programms. Sie
   werden erst geladen, wenn sie gebraucht werden; das Laden nach xlwings sank von 0,17 s auf 0,11 s.

**Was hinzukam.** Jedes Blatt wird zuerst auf weit entfernte Zellen und vielfach gezeigte Texte durchgesehen.
In der Tabelle zehrt das bei 20.000 Kunden den Gewinn auf, bei 2.000 nicht; seit sie gemessen wurde, ist die
Durchsicht halb so teuer geworden: Lesen brauchte vorher das 2,9-fache von calamine, jetzt das Verhältnis
unter den Zielen.

**Was bleibt.** Der größte Teil ist XlsxWriter, das jede Zelle einzeln in den Speicher nimmt und als XML
schreibt. Bei 2.000 Kunden sind es 486.500 Zellen, davon 170.000 leere, die nur ihr Aussehen tragen: rund 70
Spalten je Kunde im Screening, 74 in Was-wäre-wenn, 39 im Vorjahr. Weniger ginge nur mit weniger Spalten
oder einem anderen Schreiber."""

CLICK = """\
Neu berechnen in der offenen Mappe. LibreOffice steht hier für Excel; seine Sekunden sagen wenig über
Excel. Sekunden der Uhr, der Start von Python eingeschlossen."""

LIMITS = """\
- Gemessen wurde auf einem Rechner mit Linux, nicht unter Windows und nicht mit Excel. Wie lange Excel
  selbst für das Öffnen, Filtern und Neuzeichnen braucht, sagt diese Seite nicht.
- Auf dem Rechner liefen andere Arbeiten mit; die Last steht bei jeder Messung. Prozessorsekunden leiden
  darunter weniger als Sekunden der Uhr, ganz unabhängig sind auch sie nicht.
- Die Unternehmen sind erzeugt. Echte Bücher haben längere Namen, mehr Lücken und andere Fehler.
- Netzlaufwerke, Virenscanner und OneDrive wurden nicht gemessen; sie können jede dieser Zahlen
  übertreffen."""

AGAIN = """\
```
pip install -e .[test,bench]
python -m tests.benchmarks --bericht docs/benchmarks.md               alles neu messen
python -m tests.benchmarks --bericht docs/benchmarks.md --nur-bericht  die Seite aus benchmarks.json
```

`--vorher ORDNER` misst einen früheren Stand mit, `--runs` bestimmt die Wiederholungen. Was jede Messung
genau tut und wie sie fair wird, steht in `tests/benchmarks/README.md`."""

REASONS: dict[str, str] = {
    "Mappe lesen": """\
Das Programm sieht jedes eigene Blatt vorher durch: ob eine einzelne Zelle weit draußen oder ein langer,
tausendfach gezeigter Text den Speicher füllen würde. Und es liest auch die Blätter, auf denen nur
Ergebnisse stehen, damit keine Notiz neben ihnen verloren geht. Das Profil bei 2.000 Kunden: von 0,65 s
sind 0,18 s das Durchsehen, 0,30 s calamine, 0,15 s die Deutung der Zellen.""",
    "Speicher, 20.000 Kunden": """\
Ohne Termine braucht dieselbe Mappe 1.377 MiB; gut 1.000 MiB sind die 240.996 Termine. XlsxWriter hält jede
Zelle bis zum Speichern im Speicher. Auch vor dieser Arbeit waren es 2.381 MiB: Das Ziel stammt aus einer
Zeit mit weniger Blättern.""",
    "Buchungsstapel lesen": """\
Gemessen sind Sekunden der Uhr auf einem Rechner, der sonst nichts zu tun hatte. Das Profil: Von 1,8 s des
Prozessors liegen 1,6 s in Arrow, das die 188 MB auf beiden Kernen zerlegt; dazu kommen Seiten,
Steuer, Gründe und Nettobeträge; pandas liest nur die Spalten. Das Ziel wurde bei seiner Festlegung
gemessen und dieses Mal nicht wieder erreicht.""",
    "Versandkopien Vertrieb, 60 Kunden": """\
Es sind acht verschlüsselte Dateien, eine je Verantwortlichem, gegen eine einzige kleine Mappe. Das Profil:
Mehr als die Hälfte der Zeit leitet das Programm Schlüssel aus dem Kennwort ab, je Datei dreimal, weil jede
zur Probe wieder geöffnet wird; das ist absichtlich langsam, damit niemand Kennwörter durchprobiert. Bei
2.000 Kunden fällt es nicht mehr ins Gewicht.""",
    "Klick, eigener Anteil": """\
Der Klick schreibt heute mehr Blätter als bei der Festlegung des Ziels (Cockpit, Was-wäre-wenn, Klausur).
Das Profil: vergleichen und zuordnen 0,27 s, gelesene Zellen auf Fehlerwerte ansehen 0,13 s, den Stand für
Rückgängig sichern 0,11 s. Von der Wartezeit ist das etwa ein Zehntel.""",
    "Klick, Aufrufe": """\
Bei 2.000 Kunden liest der Klick einen Bereich mehr als bei 60; mit der Zahl der Zellen wächst nichts.""",
}
"""Beginning of a target -> why it is missed, with what the profile says; there is a word if there is none."""

NO_REASON = "Noch nicht erklärt."
