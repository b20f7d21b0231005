"""Event files, the lake they become, and the daily history folded from it. The only room that talks to DuckDB.

Files come in: `contract` says what a file must hold, `mapping` which column is which; `reading/` parses in a limited
child process. The lake keeps them: `batches` are what is known of each, `lake` publishes and undoes them, `admission`
and `overlaps` compare a new one with what is there, `identity` hashes and forgets people, `census` counts,
`options` is the command's. The rollup follows: `plan` and `scenes` say what is folded, `rollup` conducts, `folding`
reads rows onto `shelves`, `journeys` walks them, `tallies` and `additions` add up on words of `packing`; `manifest`
names the files that hold, `extremes` carries on what does not add up. What leaves: `history`, `evidence`, `deliveries`,
`conditions` and `shared_users` read back the records of `moments`, through `answers`; from the `people` of the per-user
tables `distributions`, `steps` and `daily` read what does not add up over days; `queries` shows a reading as text;
`summaries` keeps what others make of them. `engines` opens DuckDB locked; SQL stands in `sql/`.
"""
