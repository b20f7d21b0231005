"""How we show it. One folder is one navigation section, one file one screen; `frame` routes, `parts` draws.

This file must exist: without it an installed package called `pages` would win the import.
"""
