-- Last part of a query over the lake's rows (`placed`) and the per-user tables (`exposed`): what users did on each single
-- day, as sums of the day's value x (at most $most) and, of ratios, the denominator y, by variant and period.
-- By calendar day, up to $through; or, $since, by whole days of 24 h since the user's exposure: then a day counts only of
-- users whose whole day had passed by $end. $x, $y: which number, as `n0` counts events of $numerator, `s1` adds up
-- those of $denominator; $once_x, $once_y: more than one counts as one. $span: the window in microseconds; NULL: none.
-- Rows of kind `in` and `out` count who is in the test from that day on, or has left it; with $since, `in` counts users
-- by their whole days.
, hits AS NOT MATERIALIZED (
    SELECT
        placed."user", exposed.variant, exposed.period, event, coalesce(placed."value", 0)::BIGINT AS amount,
        CASE
            WHEN $since THEN ((placed."at" - exposed."at") // 86400000000)::INTEGER
            ELSE placed."day"
        END AS position
    FROM placed
    JOIN exposed ON exposed."user" = placed."user"
    WHERE
        event IN ($numerator::UBIGINT, $denominator::UBIGINT)
        AND placed."at" >= exposed."at"
        AND placed."day" <= $through
        AND placed."at" - exposed."at" < coalesce($span::BIGINT, 9223372036854775807)
        AND (
            NOT $since
            OR exposed."at" + ((placed."at" - exposed."at") // 86400000000 + 1) * 86400000000 <= $end::BIGINT
        )
),
single AS NOT MATERIALIZED (
    SELECT
        variant, period, position,
        count(*) FILTER (WHERE event = $numerator::UBIGINT) AS n0,
        coalesce(sum(amount) FILTER (WHERE event = $numerator::UBIGINT), 0)::HUGEINT AS s0,
        count(*) FILTER (WHERE event = $denominator::UBIGINT) AS n1,
        coalesce(sum(amount) FILTER (WHERE event = $denominator::UBIGINT), 0)::HUGEINT AS s1
    FROM hits
    GROUP BY "user", variant, period, position
),
folded AS NOT MATERIALIZED (
    SELECT
        variant, period, position,
        least(
            CASE WHEN $once_x THEN least(n0, 1) WHEN $x = 'n' THEN n0 ELSE s0 END, $most::HUGEINT
        )::HUGEINT AS x,
        (CASE WHEN $y = '' THEN 0 WHEN $once_y THEN least(n1, 1) WHEN $y = 'n' THEN n1 ELSE s1 END)::HUGEINT AS y
    FROM single
),
followed AS NOT MATERIALIZED (
    SELECT variant, period, (($end::BIGINT - "at") // 86400000000)::INTEGER AS position
    FROM exposed
    WHERE $since AND "at" <= $end::BIGINT
),
closing AS NOT MATERIALIZED (
    SELECT variant, period, "at" + $span::BIGINT - 1 AS moment
    FROM exposed
    WHERE NOT $since AND $span IS NOT NULL
),
gone AS NOT MATERIALIZED (
    SELECT variant, period, ((moment + "offset" + 864000000000) // 86400000000 - 9)::INTEGER AS position
    FROM closing
    ASOF JOIN offsets ON closing.moment >= offsets.since
)
SELECT
    'did' AS kind, position, variant, period, count(*)::BIGINT AS users, sum(x)::DECIMAL(38, 0) AS x,
    sum(x * x)::DECIMAL(38, 0) AS xx, sum(y)::DECIMAL(38, 0) AS y, sum(y * y)::DECIMAL(38, 0) AS yy,
    sum(x * y)::DECIMAL(38, 0) AS xy
FROM folded
GROUP BY position, variant, period
UNION ALL
SELECT 'in', position, variant, period, count(*), 0, 0, 0, 0, 0 FROM followed GROUP BY position, variant, period
UNION ALL
SELECT 'in', "day", variant, period, count(*), 0, 0, 0, 0, 0
FROM exposed
WHERE NOT $since AND "day" <= $through
GROUP BY "day", variant, period
UNION ALL
SELECT 'out', position, variant, period, count(*), 0, 0, 0, 0, 0
FROM gone
WHERE position <= $through
GROUP BY position, variant, period
