"""Addresses: one form, names, an index in the bundle, and the match of what people write."""
