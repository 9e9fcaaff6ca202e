"""The files of a batch of plan areas, in every format that planners use."""
