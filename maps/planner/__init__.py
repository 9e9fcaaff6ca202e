"""The planner's page: its frame and files, and what is packed for it."""
