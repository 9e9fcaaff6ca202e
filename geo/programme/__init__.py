"""The programme: which communities first, for a budget or a number of projects, and how good that is proven to be."""
