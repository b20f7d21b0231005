-- Head of a fold query: the rows of $files, of one slice of the users ($lowest to $highest).
-- Slices bound the memory: users are independent of each other. Whether it is all users is known before a row is read.
WITH source AS NOT MATERIALIZED (
    SELECT "user", "time", zoned, event, variant, profile, "value", true AS fresh
    FROM read_parquet($files)
    WHERE
        ($lowest::UBIGINT = 0 AND $highest::UBIGINT = 18446744073709551615)
        OR "user" BETWEEN $lowest::UBIGINT AND $highest::UBIGINT
)
