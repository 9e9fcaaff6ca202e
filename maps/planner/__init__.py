"""What is packed for the planner's page: a city, its levels, who is within which walk, roads, the sheet of a unit."""
