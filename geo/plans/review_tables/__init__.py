"""The tables of a review as readers see them, for every form they are written in: headings, rows, contents, words."""
