"""What the API is asked and answers, divided by subject."""
