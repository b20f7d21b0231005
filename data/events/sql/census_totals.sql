-- What an experiment's files of totals ($rows) hold: users (every metric counts the same ones), and days.
WITH
metrics AS (
    SELECT metric, sum(users) AS users FROM read_parquet($rows) GROUP BY metric
)
SELECT
    coalesce((SELECT max(users) FROM metrics), 0)::BIGINT AS users,
    0 AS events,
    (SELECT min("day") FROM read_parquet($rows)) AS "first",
    (SELECT max("day") FROM read_parquet($rows)) AS "last";
