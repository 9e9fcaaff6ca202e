"""Datums, projections and their checks: the only place that knows degrees."""
