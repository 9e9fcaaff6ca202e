"""Endings of tables' file names, and what separates the cells of those that are texts."""

from typing import Final

#: Ending -> the separator of a delimited text.
SEPARATORS: Final = {".csv": ",", ".txt": ",", ".tsv": "\t"}


#: Endings of Excel workbooks.
EXCEL: Final = (".xlsx", ".xlsm")
