"""The room where a team reflects, step by step. `lobby` is before it, `walls` stand around every step.

`pulse` looks for what others did; `texts` are the fields that several people write in; `acts` is what is written.
The steps: `opening` (agenda, forecast, reveal), `cards` (write, group), `topics` (vote, discuss), `outcomes` (decide,
act, improve), `closing` (summary and what is taken along); `pinned` stands beside them. `helm` is for whoever leads,
`knowledge` is what is read, `habits` what became of earlier sessions, and `table` lays the cards out, in one piece that
the browser draws (`table_assets`).
"""
