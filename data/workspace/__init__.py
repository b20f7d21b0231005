"""What people wrote: declared experiments, metrics and policies, with versions, history and an audit row per write.

The only room that talks to SQLAlchemy. `store` is the door; beside it stand `people`, who may come in for as long as
`logins` allow, `sessions/`, where the team reflects, `library/`, what it learned and how it is found again,
`inbox/`, what people are told, and `outbox/`, what another tool is told. `actors` says who asks, `rights` what each
role may do, `door` what every call goes through. Behind it: `records` (stored values, conflicts), `documents` (records
to JSON and back), `ledger` (the one road of a write), `audit` (the hash chain), `catalogue` (what a release brings
along), `tables`, `engine` (SQLite or PostgreSQL), `schema` and `migrations/` (how older workspaces become this one),
`copies` (a workspace as one portable file), `probe` (a write that is taken back), `rescue` and `frames` (what a damaged
database or log means for opening it).
"""
