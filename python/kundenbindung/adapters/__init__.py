"""Außenwelt: one room per neighbour; see `kundenbindung` for the map."""
