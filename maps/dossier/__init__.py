"""Dossiers: one page per plan area that prints to A4, in both languages."""
