-- Adds up the history of several folders ($moments, $users, $findings: files) into one; and gathers the names of $cells.
COPY (
    SELECT
        attribute, trait, population, metric, "day", period, variant,
        sum(x::HUGEINT)::DECIMAL(38, 0) AS x, sum(xx::HUGEINT)::DECIMAL(38, 0) AS xx,
        sum(y::HUGEINT)::DECIMAL(38, 0) AS y, sum(yy::HUGEINT)::DECIMAL(38, 0) AS yy,
        sum(xy::HUGEINT)::DECIMAL(38, 0) AS xy, sum(u::HUGEINT)::DECIMAL(38, 0) AS u,
        sum(uu::HUGEINT)::DECIMAL(38, 0) AS uu, sum(r::HUGEINT)::DECIMAL(38, 0) AS r,
        sum(rr::HUGEINT)::DECIMAL(38, 0) AS rr, sum(rrr::HUGEINT)::DECIMAL(38, 0) AS rrr
    FROM read_parquet($moments)
    GROUP BY ALL
    HAVING NOT (
        sum(x) = 0 AND sum(xx) = 0 AND sum(y) = 0 AND sum(yy) = 0 AND sum(xy) = 0 AND sum(u) = 0 AND sum(uu) = 0
        AND sum(r) = 0 AND sum(rr) = 0 AND sum(rrr) = 0
    )
    ORDER BY ALL
) TO $moments_target (FORMAT parquet);

COPY (
    SELECT attribute, trait, population, window_days, "day", period, variant, sum(users)::BIGINT AS users
    FROM read_parquet($users)
    GROUP BY ALL
    HAVING sum(users) <> 0
    ORDER BY ALL
) TO $users_target (FORMAT parquet);

COPY (
    SELECT kind, "day", sum(amount)::BIGINT AS amount
    FROM read_parquet($findings)
    GROUP BY ALL
    HAVING sum(amount) <> 0
    ORDER BY ALL
) TO $findings_target (FORMAT parquet);

COPY (
    SELECT DISTINCT cell, variant, period, profile FROM read_parquet($cells) ORDER BY ALL
) TO $cells_target (FORMAT parquet);
