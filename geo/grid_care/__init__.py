"""The grid's care: what is wrong with a city's grid units, and a proposal that divides and merges them."""
