"""Kern: pure, pandas and numpy in and out; `evaluate` composes the rooms, which know only `model`."""
