-- Last part of a query over the per-user tables: how many users of each variant hold which total of $number, uncapped.
-- Bin 0: nothing; -1: below nothing; 1 to $bins: above nothing, each $bins-th of what 19 of 20 such users hold, rounded up
-- to 1, 2 or 5 times a power of ten and including its upper end; $bins + 1: more. `step` is the width of a bin.
, valued AS MATERIALIZED (
    SELECT
        variant,
        coalesce(CASE $number WHEN 'n0' THEN n0 WHEN 's0' THEN s0 WHEN 'n1' THEN n1 ELSE s1 END, 0) AS amount
    FROM exposed
    LEFT JOIN totals ON totals."user" = exposed."user" AND totals.generation = exposed.generation
),
reached AS (
    SELECT greatest(coalesce(quantile_disc(amount, 0.95) FILTER (WHERE amount > 0), 1) / $bins, 1) AS width
    FROM valued
),
power AS (
    SELECT width, 10 ** floor(log10(width)) AS unit
    FROM reached
),
steps AS (
    SELECT
        (unit * CASE WHEN width <= unit THEN 1 WHEN width <= 2 * unit THEN 2 WHEN width <= 5 * unit THEN 5 ELSE 10 END
        )::BIGINT AS step
    FROM power
),
binned AS (
    SELECT
        variant, step,
        CASE WHEN amount = 0 THEN 0 WHEN amount < 0 THEN -1 ELSE least((amount - 1) // step, $bins) + 1 END AS bin
    FROM valued, steps
)
SELECT variant, bin::INTEGER AS bin, step, count(*) AS users
FROM binned
GROUP BY variant, bin, step
ORDER BY ALL
