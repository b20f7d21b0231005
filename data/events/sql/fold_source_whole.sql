-- Head of a fold query: the rows of $files, of one slice of the users ($slice of $slices).
-- Slices bound the memory: users are independent of each other.
WITH source AS (
    SELECT "user", "time", zoned, event, variant, profile, "value"
    FROM read_parquet($files)
    WHERE $slices = 1 OR "user" % $slices::UBIGINT = $slice::UBIGINT
)
