-- Head of a fold query: the rows of $files, each event once although it stands in several files; one slice of the users.
-- Equal ids: the earliest row holds. Without ids: the largest multiplicity holds, which `occurrence` numbers.
WITH identified AS (
    FROM read_parquet($files)
    WHERE event_id IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY event_id
        ORDER BY "time", "user", event, zoned, variant, profile, "value"
    ) = 1
),
anonymous AS (
    SELECT DISTINCT "user", "time", zoned, event, variant, profile, "value", occurrence
    FROM read_parquet($files)
    WHERE event_id IS NULL AND "user" BETWEEN $lowest::UBIGINT AND $highest::UBIGINT
),
source AS NOT MATERIALIZED (
    SELECT "user", "time", zoned, event, variant, profile, "value", true AS fresh FROM anonymous
    UNION ALL
    SELECT "user", "time", zoned, event, variant, profile, "value", true
    FROM identified
    WHERE "user" BETWEEN $lowest::UBIGINT AND $highest::UBIGINT
)
