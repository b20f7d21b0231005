-- Head of a fold query: the rows of $files, of one slice of the users ($lowest to $highest).
-- Slices bound the memory: users are independent of each other.
WITH source AS NOT MATERIALIZED (
    SELECT "user", "time", zoned, event, variant, profile, "value", true AS fresh
    FROM read_parquet($files)
    WHERE "user" BETWEEN $lowest::UBIGINT AND $highest::UBIGINT
)
