"""Routes, one module a subject: each reads the request, calls geo and returns a model."""
