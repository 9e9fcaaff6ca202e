"""From a source file to a city: every layer read, checked together, and only then kept."""
