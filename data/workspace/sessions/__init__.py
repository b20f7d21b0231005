"""The room of the retrospective: a team looks at a pinned readout together, writes, votes, decides and remembers.

`store` is the door (`Workspace.sessions`), and `boards` what comes out of it: exactly what one person may see now.
`phases` says which step follows which and what belongs to each; `records` what is kept; `rooms` what every call goes
through: one session in one transaction, and who writes in it under which name. Behind it, a module for each thing that
is done: `moves`, `snapshots`, `forecasts`, `cards`, `topics`, `ballots`, `notes`, `decisions`, `actions`. `contents`
reads what lies in a room and `views` makes a board of it; `chronicles` tells of all sessions together; `presence` knows
who is there, `participants` who may be, `limits` what fits in; `seals` tells, without names, what somebody in an
anonymous session wrote.
"""
