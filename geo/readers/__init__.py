"""Readers of the files that offices hold; with :mod:`geo.io` the only code that opens files."""
