"""The planner's page: what is packed for it, and how what it shows is printed."""
