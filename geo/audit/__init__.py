"""The audit of a city's communities: their rooms, staff, grid units and walks, against its rule sets."""
