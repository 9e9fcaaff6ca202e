"""Which grid unit covers a place or an address."""
