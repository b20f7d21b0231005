"""Event files, the lake they become, and the daily history folded from it. The only room that talks to DuckDB.

Files come in: `contract` says what a file must hold, `mapping` which column is which; `reading/` parses in a limited
child process. The lake keeps them: `batches` are what is known of each, `lake` publishes and undoes them, `admission`
and `overlaps` compare a new one with what is there, `identity` hashes and forgets people, `census` counts,
`options` is the command's. The rollup follows: `plan` says what is folded, `rollup` conducts, `folding` and its
neighbours compute, `manifest` names the files that hold, `compaction` merges them. What leaves: `history` and
`evidence` read back the records of `moments`, through `answers`. `engines` opens DuckDB locked; SQL stands in `sql/`.
"""
