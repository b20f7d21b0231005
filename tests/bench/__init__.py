"""The speed table of the README, measured on generated events: `make bench`, or `python -m tests.bench --events N`.

`worlds` makes the events, `ours` and `peers` hold what is timed, each job in a process of its own, and `__main__` runs
them side by side and prints the ratios. `viewers` visits a real server, alone and as a crowd, `boards` fills a room
with cards, and `reports` reckons a report over many tests. Never part of the suite: machines differ, ratios do not.
"""
