-- Does a row without an event id of the new rows ($fresh, a file) stand in older rows of the experiment ($older, files)?
-- Only rows from $first to $last can (the time that both cover), and undated rows.
WITH
fresh AS (
    FROM read_parquet($fresh)
    WHERE event_id IS NULL AND ("time" IS NULL OR "time" BETWEEN $first::TIMESTAMP AND $last::TIMESTAMP)
),
older AS (
    FROM read_parquet($older)
    WHERE event_id IS NULL AND ("time" IS NULL OR "time" BETWEEN $first::TIMESTAMP AND $last::TIMESTAMP)
)
SELECT EXISTS (
    SELECT 1
    FROM fresh
    SEMI JOIN older
        ON fresh."user" = older."user"
        AND fresh."time" IS NOT DISTINCT FROM older."time"
        AND fresh.zoned = older.zoned
        AND fresh.event = older.event
        AND fresh.variant IS NOT DISTINCT FROM older.variant
        AND fresh.profile IS NOT DISTINCT FROM older.profile
        AND fresh."value" IS NOT DISTINCT FROM older."value"
        AND fresh.occurrence = older.occurrence
) AS overlaps;
