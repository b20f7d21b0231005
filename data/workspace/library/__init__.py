"""The library: what the team holds to be true, what it advises, and one search over everything that was written.

`store` is the door (`Workspace.library`), `records` what is kept and what is found; `learnings` says what may be kept.
"""
