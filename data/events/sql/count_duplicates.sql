-- Rows of one experiment that say again what another row of the file says: counted apart from what is written.
WITH again AS (
    SELECT "user", variant, event, event_id
    FROM read_parquet($parts)
    WHERE
        experiment = $experiment
        AND CASE
            WHEN $people THEN hash(experiment, "user")
            ELSE fingerprint(experiment, "user", "time", zoned, event, variant, "value", event_id)
        END IN (SELECT repeated.fingerprint FROM repeated)
)
SELECT
    CASE
        WHEN $people
            THEN
                count(*) FILTER (WHERE event = $exposure)
                - count(DISTINCT ("user", variant)) FILTER (WHERE event = $exposure)
        ELSE count(event_id) - count(DISTINCT event_id)
    END AS duplicates
FROM again;
