"""What one command does from opening a city to a folder of results."""
