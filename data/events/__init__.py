"""Event files, the lake they become, and the daily history folded from it. The only room that talks to DuckDB.

`contract` says what a file must hold, `mapping` guesses which column is which, `reader` parses a file in a limited
child process, `lake` publishes it as a batch, `rollup` folds batches into the exact daily history, `history` reads
moments back, `engines` opens DuckDB locked. SQL stands in `sql/`, as named steps.
"""
