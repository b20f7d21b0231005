-- Adds the `large` changes of a slice, whose products need 128 bits; columns as in `fold_add`.
INSERT INTO changes
WITH capped AS (
    SELECT
        sign, population, large.metric, "day", cell, amount, u1, u0, y1, y0,
        coalesce(least(u1, cap), u1) AS x1,
        coalesce(least(u0, cap), u0) AS x0
    FROM large
    JOIN scales ON scales.metric = large.metric
),
wide AS (
    SELECT
        sign, population, metric, "day", cell, x1 AS peak,
        x1::HUGEINT AS x1, x0::HUGEINT AS x0, y1::HUGEINT AS y1, y0::HUGEINT AS y0, u1::HUGEINT AS u1, u0::HUGEINT AS u0,
        greatest(least(
            CASE WHEN amount THEN (x1 + CASE WHEN x1 < 0 THEN -50 ELSE 50 END) // 100 ELSE x1 END, 10000000000
        ), -10000000000)::HUGEINT AS r1,
        greatest(least(
            CASE WHEN amount THEN (x0 + CASE WHEN x0 < 0 THEN -50 ELSE 50 END) // 100 ELSE x0 END, 10000000000
        ), -10000000000)::HUGEINT AS r0
    FROM capped
)
SELECT
    sign, population, metric, "day", cell,
    sign * sum(x1 - x0), sign * sum(x1 * x1 - x0 * x0),
    sign * sum(y1 - y0), sign * sum(y1 * y1 - y0 * y0), sign * sum(x1 * y1 - x0 * y0),
    sign * sum(u1 - u0), sign * sum(u1 * u1 - u0 * u0),
    sign * sum(r1 - r0), sign * sum(r1 * r1 - r0 * r0), sign * sum(r1 * r1 * r1 - r0 * r0 * r0),
    max(peak)
FROM wide
GROUP BY sign, population, metric, "day", cell;
