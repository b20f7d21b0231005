-- Moments of the `wanted` metrics and populations, cumulative to each day on which any of them changed.
-- Exact until the last step: sums are integers, centred at the integer part of the mean before they are divided, so
-- nothing cancels. Units are those of the store.
WITH added AS (
    SELECT
        wanted.place, trait, period, variant, "day", users,
        0::HUGEINT AS x, 0::HUGEINT AS xx, 0::HUGEINT AS y, 0::HUGEINT AS yy, 0::HUGEINT AS xy,
        0::HUGEINT AS u, 0::HUGEINT AS uu, 0::HUGEINT AS r, 0::HUGEINT AS rr, 0::HUGEINT AS rrr
    FROM read_parquet($users) AS arrivals
    JOIN wanted
        ON wanted.population = arrivals.population
        AND wanted.window_days = arrivals.window_days
        AND wanted.attribute = arrivals.attribute
    UNION ALL
    SELECT
        wanted.place, trait, period, variant, "day", 0,
        x::HUGEINT, xx::HUGEINT, y::HUGEINT, yy::HUGEINT, xy::HUGEINT, u::HUGEINT, uu::HUGEINT, r::HUGEINT, rr::HUGEINT,
        rrr::HUGEINT
    FROM read_parquet($moments) AS moments
    JOIN wanted
        ON wanted.population = moments.population
        AND wanted.metric = moments.metric
        AND wanted.attribute = moments.attribute
),
daily AS (
    SELECT
        place, trait, period, variant, "day", sum(users)::HUGEINT AS n,
        sum(x) AS x, sum(xx) AS xx, sum(y) AS y, sum(yy) AS yy, sum(xy) AS xy, sum(u) AS u, sum(uu) AS uu,
        sum(r) AS r, sum(rr) AS rr, sum(rrr) AS rrr
    FROM added
    GROUP BY place, trait, period, variant, "day"
),
sums AS (
    SELECT
        place, trait, period, variant, "day", sum(n) OVER w AS n,
        sum(x) OVER w AS x, sum(xx) OVER w AS xx, sum(y) OVER w AS y, sum(yy) OVER w AS yy, sum(xy) OVER w AS xy,
        sum(u) OVER w AS u, sum(uu) OVER w AS uu, sum(r) OVER w AS r, sum(rr) OVER w AS rr, sum(rrr) OVER w AS rrr
    FROM daily
    WINDOW w AS (PARTITION BY place, trait, period, variant ORDER BY "day" ROWS UNBOUNDED PRECEDING)
),
pivots AS (
    SELECT *, x // n AS mx, y // n AS my, u // n AS mu, r // n AS mr
    FROM sums
    WHERE n > 0
),
centred AS (
    SELECT
        place, trait, period, variant, "day", n::DOUBLE AS n,
        mx::DOUBLE AS mx, my::DOUBLE AS my, mu::DOUBLE AS mu,
        (x - n * mx)::DOUBLE AS x1, (xx - 2 * mx * x + n * mx * mx)::DOUBLE AS x2,
        (y - n * my)::DOUBLE AS y1, (yy - 2 * my * y + n * my * my)::DOUBLE AS y2,
        (xy - mx * y - my * x + n * mx * my)::DOUBLE AS xy1,
        (u - n * mu)::DOUBLE AS u1, (uu - 2 * mu * u + n * mu * mu)::DOUBLE AS u2,
        (r - n * mr)::DOUBLE AS r1, (rr - 2 * mr * r + n * mr * mr)::DOUBLE AS r2,
        (rrr - 3 * mr * rr + 3 * mr * mr * r - n * mr * mr * mr)::DOUBLE AS r3
    FROM pivots
)
SELECT
    place, trait, period, variant, "day", n::BIGINT AS users,
    mx + x1 / n AS mean,
    (x2 - x1 * x1 / n) / greatest(n - 1, 1) AS variance,
    r3 / n - 3 * (r1 / n) * (r2 / n) + 2 * (r1 / n) ** 3 AS third,
    mu + u1 / n AS uncapped_mean,
    (u2 - u1 * u1 / n) / greatest(n - 1, 1) AS uncapped_variance,
    my + y1 / n AS denominator_mean,
    (y2 - y1 * y1 / n) / greatest(n - 1, 1) AS denominator_variance,
    (xy1 - x1 * y1 / n) / greatest(n - 1, 1) AS covariance
FROM centred
