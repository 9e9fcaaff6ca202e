"""Answers that take time: computed apart from the process that talks to clients, once each, and kept as bytes."""
