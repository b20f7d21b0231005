-- The day of each text, or why it has none, in the order of the rows.
WITH read AS (
    SELECT nullif(trim(text), '') AS stamp, time_of(nullif(trim(text), ''), $formats) AS "time" FROM days
)
SELECT
    CASE WHEN "time" >= TIMESTAMP '1970-01-01' AND "time" < TIMESTAMP '2101-01-01' THEN "time"::DATE END AS "day",
    CASE
        WHEN stamp IS NULL THEN 'no_timestamp timestamp'
        WHEN "time" IS NULL THEN 'timestamp timestamp'
        WHEN "time" < TIMESTAMP '1970-01-01' OR "time" >= TIMESTAMP '2101-01-01' THEN 'time_range timestamp'
    END AS problem
FROM read;
