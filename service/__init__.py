"""gridwalk as a service: HTTP API and command line on top of geo and maps."""
