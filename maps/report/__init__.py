"""The office's yearly report: one record of figures, told in one language, as a printed page and as a DOCX."""
