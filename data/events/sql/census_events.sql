-- What an experiment's event files ($rows) hold: exposed users, and events counted once across files.
WITH
events AS (
    SELECT * FROM read_parquet($rows)
),
distinct_events AS (
    SELECT count(*) AS held
    FROM (
        SELECT DISTINCT event_id FROM events WHERE event_id IS NOT NULL
    )
    UNION ALL
    SELECT count(*) AS held
    FROM (
        SELECT DISTINCT "user", "time", zoned, event, variant, profile, "value", occurrence
        FROM events
        WHERE event_id IS NULL
    )
)
SELECT
    (SELECT count(DISTINCT "user") FROM events WHERE event = $exposure::UBIGINT) AS users,
    CASE WHEN $overlaps THEN (SELECT sum(held) FROM distinct_events) ELSE (SELECT count(*) FROM events) END AS events,
    (SELECT min("time") FROM events) AS "first",
    (SELECT max("time") FROM events) AS "last";
