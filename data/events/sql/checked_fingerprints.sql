-- Fingerprints of the kept rows of `checked`; in an undated user table ($people) of people alone.
SELECT
    CASE
        WHEN $people THEN hash(experiment, "user")
        ELSE fingerprint(experiment, "user", "time", zoned, event, variant, "value", event_id)
    END AS fingerprint
FROM checked
WHERE problem IS NULL AND (NOT $people OR event = $exposure);
