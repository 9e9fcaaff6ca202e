"""Scenarios that are kept: saved, read by who has their link, changed by who has their secret, exported."""
