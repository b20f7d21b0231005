-- Empty tables that the slices of a fold add to.
CREATE OR REPLACE TABLE changes (
    sign INTEGER, population TINYINT, metric SMALLINT, "day" INTEGER, cell INTEGER,
    x HUGEINT, xx HUGEINT, y HUGEINT, yy HUGEINT, xy HUGEINT, u HUGEINT, uu HUGEINT,
    r HUGEINT, rr HUGEINT, rrr HUGEINT, peak BIGINT
);
CREATE OR REPLACE TABLE arrivals (population TINYINT, window_days INTEGER, "day" INTEGER, cell INTEGER, users BIGINT);
CREATE OR REPLACE TABLE findings (kind VARCHAR, "day" INTEGER, amount BIGINT);

-- What cells are: a profile ("number"; 0: no attributes) in an allocation period in a variant.
CREATE OR REPLACE TABLE cells AS
WITH profiles AS (
    SELECT 0 AS number
    UNION ALL
    SELECT number FROM numbers
)
SELECT
    ((number * $periods + period) * $variants + rank)::INTEGER AS cell,
    number, period::SMALLINT AS period, ranks.variant, rank
FROM profiles, range($periods) AS periods(period), ranks;
