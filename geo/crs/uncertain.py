"""What becomes of places whose CRS is known badly: a word that the command line needs without PROJ."""

from typing import Literal

#: What is done with a file in such a system: the word that whoever names the file says.
Uncertain = Literal["refuse", "accept"]
