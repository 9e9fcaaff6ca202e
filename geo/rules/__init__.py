"""Rule sets: the standards that an analysis judges by, and the clauses that they hold."""
