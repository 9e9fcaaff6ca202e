"""Walking: profiles, the network, snaps, limits, and exact searches. Arrays only; knows no city."""
