"""Changes of a city that somebody plans: paths, gates in walls, residential areas; what scenarios walk on."""
