-- Last part of a query over one family: exact sums of its metrics over `states`, by variant and period.
-- `readings`: place of the metric, which number is its numerator and which its denominator ('': none), whether one is
-- enough, its cap, and whether it is an amount.
-- x numerator (capped), u before the cap, y denominator, r = x in units of 1/100 (amounts), clamped: as in `fold_add`.
-- The type of n, how many users a state counts for, is that of the products.
, numbers AS (
    SELECT
        place, variant, period, n, amount, cap, once_x, once_y,
        coalesce(CASE numerator WHEN 'n0' THEN n0 WHEN 's0' THEN s0 WHEN 'n1' THEN n1 ELSE s1 END, 0) AS u,
        coalesce(CASE denominator WHEN 'n0' THEN n0 WHEN 's0' THEN s0 WHEN 'n1' THEN n1 WHEN 's1' THEN s1 END, 0) AS y
    FROM states, readings
),
folded AS (
    SELECT
        place, variant, period, n, amount, cap,
        CASE WHEN once_x THEN least(u, 1) ELSE u END AS u, CASE WHEN once_y THEN least(y, 1) ELSE y END AS y
    FROM numbers
),
capped AS (
    SELECT place, variant, period, n, amount, u, y, coalesce(least(u, cap), u) AS x
    FROM folded
),
rounded AS (
    SELECT
        place, variant, period, n, u, x, y,
        greatest(least(
            CASE WHEN amount THEN (x + CASE WHEN x < 0 THEN -50 ELSE 50 END) // 100 ELSE x END, 10000000000
        ), -10000000000) AS r
    FROM capped
)
SELECT
    place, variant, period,
    sum(n * x)::HUGEINT AS x, sum(n * x * x)::HUGEINT AS xx, sum(n * y)::HUGEINT AS y, sum(n * y * y)::HUGEINT AS yy,
    sum(n * x * y)::HUGEINT AS xy, sum(n * u)::HUGEINT AS u, sum(n * u * u)::HUGEINT AS uu,
    sum(n * r)::HUGEINT AS r, sum(n * r * r)::HUGEINT AS rr, sum(n * r * r * r)::HUGEINT AS rrr
FROM rounded
GROUP BY place, variant, period
