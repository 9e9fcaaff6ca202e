"""Coverage: who is within the walk to which service, judged at homes and rolled up."""
