<<<<<<< HEAD
"""The planner's page: its frame and files, and what is packed for it."""
=======
"""What is packed for the planner's page: a city, its levels, who is within which walk, roads, the sheet of a unit."""
>>>>>>> data
