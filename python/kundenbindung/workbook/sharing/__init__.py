"""Versandkopie bestimmen: which sheets, columns and rows of the workbook a group of recipients gets.

An allow-list: a column travels if it is declared who may see it and the group may see all of that; rows of
a customer travel if the group sees that customer. Columns the owner added have no such decision and stay.
Pure: the contents of the workbook in, reduced sheets out.

groups   groups of recipients, and who is responsible for whom
persons  names that are not shown
parts    what is left of the workbook for one copy
"""

from __future__ import annotations

from kundenbindung.workbook.sharing.groups import (
    Group,
    everybody,
    group_named,
    groups_of,
    one_line,
    responsibles,
)
from kundenbindung.workbook.sharing.parts import FREE_ROWS, Page, Part, Shared, share, shares
from kundenbindung.workbook.sharing.persons import hiding, masked, stand_in

__all__ = [
    "FREE_ROWS",
    "Group",
    "Page",
    "Part",
    "Shared",
    "everybody",
    "group_named",
    "groups_of",
    "hiding",
    "masked",
    "one_line",
    "responsibles",
    "share",
    "shares",
    "stand_in",
]
