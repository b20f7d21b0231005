-- Products are exact in BIGINT for ordinary values and raise when they are not: the fold tries `::BIGINT` for every
-- `::HUGEINT` first (see `folding`), which is five times as fast.
-- What steps (`tallies`) add to every moment of every metric, times $sign, into `changes`; `weight` equal steps are one
-- row. Metrics that read values take the steps with values (`sums`), metrics of counts those without.
-- x numerator (capped), u numerator before the cap, y denominator, r = x in units of 1/100 (amounts), clamped to 10^10
-- of them, because cubes of finer units overflow. `peak` is the largest x that a user holds after a step.
INSERT INTO changes
WITH picked AS (
    SELECT
        population, readings.metric, "day", cell, weight, any_x, any_y, cap, amount,
        CASE x WHEN 0 THEN n0 WHEN 1 THEN s0 WHEN 2 THEN n1 ELSE s1 END AS x1,
        CASE x WHEN 0 THEN p0 WHEN 1 THEN q0 WHEN 2 THEN p1 ELSE q1 END AS x0,
        CASE y WHEN 0 THEN n0 WHEN 1 THEN s0 WHEN 2 THEN n1 WHEN 3 THEN s1 ELSE 0 END AS y1,
        CASE y WHEN 0 THEN p0 WHEN 1 THEN q0 WHEN 2 THEN p1 WHEN 3 THEN q1 ELSE 0 END AS y0
    FROM tallies
    JOIN readings ON readings.family = tallies.family AND readings.sums = tallies.sums
),
folded AS (
    SELECT
        population, metric, "day", cell, weight, cap, amount,
        CASE WHEN any_x THEN least(x1, 1) ELSE x1 END AS u1,
        CASE WHEN any_x THEN least(x0, 1) ELSE x0 END AS u0,
        CASE WHEN any_y THEN least(y1, 1) ELSE y1 END AS y1,
        CASE WHEN any_y THEN least(y0, 1) ELSE y0 END AS y0
    FROM picked
),
capped AS (
    SELECT
        population, metric, "day", cell, weight, amount, u1, u0, y1, y0,
        coalesce(least(u1, cap), u1) AS x1,
        coalesce(least(u0, cap), u0) AS x0
    FROM folded
),
wide AS (
    SELECT
        population, metric, "day", cell, weight::HUGEINT AS w, x1 AS peak,
        x1::HUGEINT AS x1, x0::HUGEINT AS x0, y1::HUGEINT AS y1, y0::HUGEINT AS y0, u1::HUGEINT AS u1, u0::HUGEINT AS u0,
        greatest(least(
            CASE WHEN amount THEN (x1 + CASE WHEN x1 < 0 THEN -50 ELSE 50 END) // 100 ELSE x1 END, 10000000000
        ), -10000000000)::HUGEINT AS r1,
        greatest(least(
            CASE WHEN amount THEN (x0 + CASE WHEN x0 < 0 THEN -50 ELSE 50 END) // 100 ELSE x0 END, 10000000000
        ), -10000000000)::HUGEINT AS r0
    FROM capped
    WHERE x1 <> x0 OR y1 <> y0 OR u1 <> u0
)
SELECT
    $sign, population, metric, "day", cell,
    $sign * sum(w * (x1 - x0)), $sign * sum(w * (x1 * x1 - x0 * x0)),
    $sign * sum(w * (y1 - y0)), $sign * sum(w * (y1 * y1 - y0 * y0)), $sign * sum(w * (x1 * y1 - x0 * y0)),
    $sign * sum(w * (u1 - u0)), $sign * sum(w * (u1 * u1 - u0 * u0)),
    $sign * sum(w * (r1 - r0)), $sign * sum(w * (r1 * r1 - r0 * r0)), $sign * sum(w * (CAST(r1 * r1 AS HUGEINT) * r1 - CAST(r0 * r0 AS HUGEINT) * r0)),
    max(peak)
FROM wide
GROUP BY population, metric, "day", cell;
