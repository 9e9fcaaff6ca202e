"""Planned residential areas, judged before they are built: walks, norms, loads, remedies, grid units."""
