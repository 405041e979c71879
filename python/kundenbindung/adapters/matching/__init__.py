"""Abgleich: whose name this is, which two customers may be one firm, which numbers mean the same customer.

vocabulary   legal forms, branches and words of collective accounts as data, `templates/sources/namen.toml`
firms        a name taken apart: core, legal form, branch
likeness     how alike two names are
people       names -> customers, twins among customers
numbers      customer numbers with other zeros or letters in front
"""

from __future__ import annotations

from kundenbindung.adapters.matching.firms import is_collective, may_be_person
from kundenbindung.adapters.matching.numbers import Joined, join_ids
from kundenbindung.adapters.matching.people import Match, Twin, match_names, twins

__all__ = ["Joined", "Match", "Twin", "is_collective", "join_ids", "match_names", "may_be_person", "twins"]
