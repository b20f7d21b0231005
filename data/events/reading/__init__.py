"""From any file to a staged, typed batch, in a child process with limits, because every file is hostile.

The parent: `reader` starts, times, cancels and cleans up after the child, `guesses` says which column is probably
which, `reports` is what comes back. The child: `parsing` is its entry; `desks` opens the two engines, `sources`
unpacks, `files` opens every format, `delimited` reads CSV and its relatives and `tables` the others; `names`,
`profiles`, `preparation`, `dates`, `checks`, `relay`, `repeats` and `rejects` check and code the rows; `totals`,
`segments`, `finish` and `staging` write what is published.
"""
