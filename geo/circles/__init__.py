"""Service circles, reached edges and routes."""
