"""The outbox: what another tool is told, if an admin gave it an address; without one, nothing ever leaves.

`store` is the door (`Workspace.outbox`); `records` what is kept, `webhooks` how the address is set and switched off,
`vault` where address and secret lie (outside the database and in no backup), `dispatches` what waits to be sent, by
whom it is being sent, and what was answered. What brings it there is the courier.
"""
