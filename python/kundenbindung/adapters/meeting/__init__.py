"""Gesprächsblätter as workbooks: pages of one sheet each, A4 upright, text and values only.

fitting    how many lines a text takes, and shortening where a page would be too long
arranging  a page of words -> rows with heights, which fill the sheet exactly
meaning    a page -> what its file may hold, for the proof
drawing    rows -> a sheet with its charts (XlsxWriter)
storing    files into their folders: all of them or none, nobody else's file replaced
"""

from __future__ import annotations

from kundenbindung.adapters.meeting.drawing import draw
from kundenbindung.adapters.meeting.meaning import meant, texts
from kundenbindung.adapters.meeting.storing import is_ours, refuse, store

__all__ = ["draw", "is_ours", "meant", "refuse", "store", "texts"]
