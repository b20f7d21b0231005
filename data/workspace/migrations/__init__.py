"""How an older workspace becomes this release's: Alembic steps, run at opening, all of them in one transaction.

`env` hands Alembic the connection that `schema` opened; `versions/` holds one file per step, oldest first.
"""
