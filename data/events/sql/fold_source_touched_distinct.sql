-- Head of a fold query: the same as `fold_source_touched`, each event once although it stands in several files; fresh
-- only if no older file holds it. Only for rows without ids: equal rows belong to one user.
WITH touched AS MATERIALIZED (
    SELECT DISTINCT "user" FROM read_parquet($added)
),
source AS MATERIALIZED (
    SELECT "user", "time", zoned, event, variant, profile, "value", bool_and(added) AS fresh
    FROM (
        SELECT "user", "time", zoned, event, variant, profile, "value", occurrence, false AS added
        FROM read_parquet($older)
        SEMI JOIN touched USING ("user")
        UNION ALL
        SELECT "user", "time", zoned, event, variant, profile, "value", occurrence, true
        FROM read_parquet($added)
        WHERE $fresh
    )
    GROUP BY "user", "time", zoned, event, variant, profile, "value", occurrence
)
