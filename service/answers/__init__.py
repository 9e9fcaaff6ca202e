"""From what was found to what the API answers."""
