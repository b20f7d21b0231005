-- Totals files become history directly: a row's users, sum and sum of squares are what its day adds.
-- A metric is known by the code of its key; users are those of the variant's largest row of the day.
INSERT INTO arrivals
WITH rows_of_day AS (
    SELECT
        coalesce("day" - DATE '1970-01-01', 0)::INTEGER AS "day", ranks.rank AS cell, metric, sum(users)::BIGINT AS users
    FROM read_parquet($files) AS totals
    JOIN ranks ON ranks.variant = totals.variant
    GROUP BY ALL
)
SELECT 0, 0, "day", cell, max(users) FROM rows_of_day GROUP BY "day", cell;

INSERT INTO changes
SELECT
    1, 0, codes.number, coalesce("day" - DATE '1970-01-01', 0)::INTEGER, ranks.rank,
    sum(x), sum(xx), 0, 0, 0, sum(x), sum(xx), 0, 0, 0, 0
FROM (
    SELECT
        totals.metric, "day", variant,
        total::HUGEINT // codes.unit AS x, squares::HUGEINT // (codes.unit * codes.unit) AS xx
    FROM read_parquet($files) AS totals
    JOIN codes ON codes.metric = totals.metric
) AS scaled
JOIN ranks ON ranks.variant = scaled.variant
JOIN codes ON codes.metric = scaled.metric
GROUP BY codes.number, "day", ranks.rank;
