"""Batches that are reviewed in the background, and outlive the service."""
