"""A city: the bundle on disk, its layers in memory, its source file, and who joins its network where."""
