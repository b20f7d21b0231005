"""The speed table of the README, measured on generated events: `make bench`, or `python -m tests.bench --events N`.

`worlds` makes the events, `jobs` holds what is timed – ours and its peers', each in a process of its own – and
`__main__` runs them side by side and prints the ratios. Never part of the suite: machines differ, ratios do not.
"""
