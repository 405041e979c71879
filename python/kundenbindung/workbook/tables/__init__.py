"""Tabellen of the workbook, one module per sheet or two; `layout` puts them on their sheets."""
