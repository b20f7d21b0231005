"""The library: what is held to be true, and what is found again."""
