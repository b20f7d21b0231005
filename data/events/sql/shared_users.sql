-- Users whom two experiments share, by both first variants, and what they did in the first one: users, mean and variance
-- of the numerator $number ($once: more than one counts as one; $most: cap). Of every user the newest folder holds
-- (`generations`: path, generation). $mine, $theirs: people; $my_cells, $their_cells; $totals: of the metric's family.
WITH people_of_both AS MATERIALIZED (
    SELECT DISTINCT "user" FROM read_parquet($mine) SEMI JOIN read_parquet($theirs) AS others USING ("user")
),
mine AS (
    SELECT people."user", generation, cells.variant
    FROM read_parquet($mine, filename = true) AS people
    SEMI JOIN people_of_both USING ("user")
    JOIN generations ON generations.path = people.filename
    JOIN (SELECT DISTINCT cell, variant FROM read_parquet($my_cells)) AS cells ON cells.cell = people.cell
    QUALIFY row_number() OVER (PARTITION BY people."user" ORDER BY generation DESC) = 1
),
theirs AS (
    SELECT people."user", cells.variant
    FROM read_parquet($theirs, filename = true) AS people
    SEMI JOIN people_of_both USING ("user")
    JOIN generations ON generations.path = people.filename
    JOIN (SELECT DISTINCT cell, variant FROM read_parquet($their_cells)) AS cells ON cells.cell = people.cell
    QUALIFY row_number() OVER (PARTITION BY people."user" ORDER BY generation DESC) = 1
),
every AS (
    SELECT NULL::UBIGINT AS "user", NULL::VARCHAR AS filename, NULL::BIGINT AS n0, NULL::BIGINT AS s0,
        NULL::BIGINT AS n1, NULL::BIGINT AS s1
    WHERE false
    UNION ALL BY NAME
    SELECT * EXCLUDE (cell) FROM read_parquet($totals, filename = true, union_by_name = true)
    SEMI JOIN people_of_both USING ("user")
),
totals AS (
    SELECT
        "user", generation,
        CASE $number WHEN 'n0' THEN n0 WHEN 's0' THEN s0 WHEN 'n1' THEN n1 ELSE s1 END AS amount
    FROM every
    JOIN generations ON generations.path = every.filename
),
valued AS (
    SELECT
        mine.variant, theirs.variant AS other,
        least(CASE WHEN $once THEN least(coalesce(amount, 0), 1) ELSE coalesce(amount, 0) END, $most::BIGINT) AS x
    FROM mine
    JOIN theirs ON theirs."user" = mine."user"
    LEFT JOIN totals ON totals."user" = mine."user" AND totals.generation = mine.generation
)
SELECT
    variant, other, count(*) AS users, avg(x) AS mean, coalesce(var_samp(x), 0)::DOUBLE AS variance
FROM valued
GROUP BY variant, other
ORDER BY variant, other
