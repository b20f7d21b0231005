"""Workspaces as earlier releases left them, as SQL text: `schema_<revision>.sql`, one for every revision.

`python -m tests.workspace.releases` writes the one of the present revision; earlier ones are never written again.
"""
