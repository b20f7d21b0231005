-- Writes what the fold changed, by attribute value, into $moments and $users. Profiles are few: sums by profile come
-- first, then each is counted under every value it carries, and once under the attribute '' (everybody).
-- HUGEINT would become DOUBLE in Parquet, so sums are stored as DECIMAL(38,0).
COPY (
    WITH summed AS (
        SELECT
            population, metric, "day", cell,
            sum(x) AS x, sum(xx) AS xx, sum(y) AS y, sum(yy) AS yy, sum(xy) AS xy, sum(u) AS u, sum(uu) AS uu,
            sum(r) AS r, sum(rr) AS rr, sum(rrr) AS rrr
        FROM changes
        GROUP BY population, metric, "day", cell
    )
    SELECT
        attribute, trait, population, metric, "day", cells.period, cells.variant,
        sum(x)::DECIMAL(38, 0) AS x, sum(xx)::DECIMAL(38, 0) AS xx, sum(y)::DECIMAL(38, 0) AS y,
        sum(yy)::DECIMAL(38, 0) AS yy, sum(xy)::DECIMAL(38, 0) AS xy, sum(u)::DECIMAL(38, 0) AS u,
        sum(uu)::DECIMAL(38, 0) AS uu, sum(r)::DECIMAL(38, 0) AS r, sum(rr)::DECIMAL(38, 0) AS rr,
        sum(rrr)::DECIMAL(38, 0) AS rrr
    FROM summed
    JOIN cells ON cells.cell = summed.cell
    JOIN traits ON traits.number = cells.number
    GROUP BY ALL
    HAVING NOT (
        sum(x) = 0 AND sum(xx) = 0 AND sum(y) = 0 AND sum(yy) = 0 AND sum(xy) = 0 AND sum(u) = 0 AND sum(uu) = 0
        AND sum(r) = 0 AND sum(rr) = 0 AND sum(rrr) = 0
    )
    ORDER BY ALL
) TO $moments (FORMAT parquet);

COPY (
    SELECT
        attribute, trait, population, window_days, "day", cells.period, cells.variant,
        sum(users)::BIGINT AS users
    FROM arrivals
    JOIN cells ON cells.cell = arrivals.cell
    JOIN traits ON traits.number = cells.number
    GROUP BY ALL
    HAVING sum(users) <> 0
    ORDER BY ALL
) TO $users (FORMAT parquet);

COPY (
    SELECT kind, "day", sum(amount)::BIGINT AS amount
    FROM findings
    GROUP BY ALL
    HAVING sum(amount) <> 0
    ORDER BY ALL
) TO $findings (FORMAT parquet);
