-- Head of a fold query: the rows of the users who occur in the files $added: those in $older files, and ($fresh) the
-- added ones. Read once although two branches follow.
WITH touched AS MATERIALIZED (
    SELECT DISTINCT "user" FROM read_parquet($added)
),
source AS MATERIALIZED (
    SELECT "user", "time", zoned, event, variant, profile, "value", false AS fresh
    FROM read_parquet($older)
    SEMI JOIN touched USING ("user")
    UNION ALL
    SELECT "user", "time", zoned, event, variant, profile, "value", true
    FROM read_parquet($added)
    WHERE $fresh
)
