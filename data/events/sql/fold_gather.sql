-- All rows of the users who occur in the added files: the older rows ($older, files) and the added ones ($added, files).
CREATE OR REPLACE TABLE touched AS
SELECT DISTINCT "user" FROM read_parquet($added);

CREATE OR REPLACE TABLE gathered AS
SELECT "user", "time", zoned, event, variant, profile, "value", occurrence, false AS fresh
FROM read_parquet($older)
SEMI JOIN touched USING ("user")
UNION ALL
SELECT "user", "time", zoned, event, variant, profile, "value", occurrence, true AS fresh
FROM read_parquet($added);
