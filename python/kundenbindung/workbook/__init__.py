"""Beschreibung der Mappe as data, and the way between cells and typed frames."""
