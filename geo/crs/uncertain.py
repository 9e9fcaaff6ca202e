"""What becomes of places whose CRS leads to others by a way that is known badly; without imports, for the command line."""

from typing import Literal

#: What is done with a file in such a system: the word that whoever names the file says.
Uncertain = Literal["refuse", "accept"]
