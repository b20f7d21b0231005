-- Totals files become history directly: a row's users, sum and sum of squares are what its day adds, under its profile.
-- A metric is known by the code of its key. Every metric counts the same users: those of the variant's largest metric of
-- the day are taken, whole, so that profiles add up to it. Files of earlier releases name no profile.
CREATE OR REPLACE TABLE totals AS
WITH read AS (
    SELECT NULL::UBIGINT AS profile WHERE false
    UNION ALL BY NAME
    SELECT * FROM read_parquet($files, union_by_name = true)
)
SELECT
    metric, ranks.rank, coalesce("day" - DATE '1970-01-01', 0)::INTEGER AS "day",
    cells.cell, users, total, squares
FROM read
JOIN ranks ON ranks.variant = read.variant
LEFT JOIN numbers ON numbers.profile = read.profile
JOIN cells ON cells.number = coalesce(numbers.number, 0) AND cells.period = 0 AND cells.rank = ranks.rank;

INSERT INTO arrivals
WITH largest AS (
    SELECT "day", rank, metric
    FROM totals
    GROUP BY "day", rank, metric
    QUALIFY row_number() OVER (PARTITION BY "day", rank ORDER BY sum(users) DESC, metric) = 1
)
SELECT 0, 0, totals."day", cell, sum(users)::BIGINT
FROM totals
JOIN largest ON largest."day" = totals."day" AND largest.rank = totals.rank AND largest.metric = totals.metric
GROUP BY totals."day", cell;

INSERT INTO changes
SELECT
    1, 0, number, "day", cell,
    sum(x), sum(xx), 0, 0, 0, sum(x), sum(xx), 0, 0, 0, 0
FROM (
    SELECT
        codes.number, "day", cell,
        total::HUGEINT // codes.unit AS x, squares::HUGEINT // (codes.unit * codes.unit) AS xx
    FROM totals
    JOIN codes ON codes.metric = totals.metric
) AS scaled
GROUP BY number, "day", cell;
