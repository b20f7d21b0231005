-- The day by whose end a user's whole window has passed, for every declared window.
CREATE OR REPLACE TABLE maturity AS
WITH ends AS (
    SELECT "user", window_days, "at" + window_days * 86400000000 - 1 AS last
    FROM people
    CROSS JOIN (SELECT DISTINCT window_days FROM spans)
)
SELECT
    "user", window_days,
    CASE
        WHEN $undated THEN 0
        ELSE ((last + CASE WHEN NOT $instants THEN 0 WHEN last >= switch THEN after ELSE before END + 864000000000)
            // 86400000000 - 10)
    END::INTEGER AS "day"
FROM ends
JOIN offsets ON offsets.utc_day = ((CASE WHEN $undated THEN 0 ELSE last END + 864000000000) // 86400000000 - 10)::INTEGER;
