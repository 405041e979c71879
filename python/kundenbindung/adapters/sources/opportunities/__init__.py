"""Verkaufschancen out of the export of a CRM, or out of any table of them.

vocabulary  column names and words as data, `templates/sources`
columns     finds the header row and says which column holds what
proposals   what unknown headers could mean, by likeness and content
rows        rows that are opportunities, and those left out with their reason
values      amounts, probabilities and days of a column
naming      identifier of every opportunity, unique in the file
gaps        findings about what is lacking or doubtful
reading     `read_opportunities`: the one composition
"""

from __future__ import annotations

from kundenbindung.adapters.sources.opportunities.reading import program_of, read_opportunities

__all__ = ["program_of", "read_opportunities"]
