-- Users whom one experiment shares with others, by both first variants, and what they did in it: users, mean and variance
-- of the numerator $number ($once: more than one counts as one; $most: cap). Of every user the newest folder of an
-- experiment holds (`files`: path, test, generation; the test is a position, 0 that of the one). $mine, $theirs: people;
-- $my_cells, $their_cells (`cells`: path, test); $totals: of the metric's family.
WITH met AS MATERIALIZED (
    SELECT files.test, files.generation, people."user", people.cell
    FROM read_parquet($theirs, filename = true) AS people
    SEMI JOIN read_parquet($mine) AS ours USING ("user")
    JOIN files ON files.path = people.filename
),
people_of_both AS MATERIALIZED (
    SELECT DISTINCT "user" FROM met
),
mine AS (
    SELECT people."user", files.generation, known.variant
    FROM read_parquet($mine, filename = true) AS people
    SEMI JOIN people_of_both USING ("user")
    JOIN files ON files.path = people.filename
    JOIN (SELECT DISTINCT cell, variant FROM read_parquet($my_cells)) AS known ON known.cell = people.cell
    QUALIFY row_number() OVER (PARTITION BY people."user" ORDER BY files.generation DESC) = 1
),
known_to_others AS (
    SELECT DISTINCT cells.test, rows.cell, rows.variant
    FROM read_parquet($their_cells, filename = true) AS rows
    JOIN cells ON cells.path = rows.filename
),
theirs AS (
    SELECT met.test, met."user", known.variant
    FROM met
    JOIN known_to_others AS known ON known.test = met.test AND known.cell = met.cell
    QUALIFY row_number() OVER (PARTITION BY met.test, met."user" ORDER BY met.generation DESC) = 1
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
        "user", files.generation,
        CASE $number WHEN 'n0' THEN n0 WHEN 's0' THEN s0 WHEN 'n1' THEN n1 ELSE s1 END AS amount
    FROM every
    JOIN files ON files.path = every.filename
),
valued AS (
    SELECT
        theirs.test, mine.variant, theirs.variant AS other,
        least(CASE WHEN $once THEN least(coalesce(amount, 0), 1) ELSE coalesce(amount, 0) END, $most::BIGINT) AS x
    FROM mine
    JOIN theirs ON theirs."user" = mine."user"
    LEFT JOIN totals ON totals."user" = mine."user" AND totals.generation = mine.generation
)
SELECT
    test, variant, other, count(*) AS users, avg(x) AS mean, coalesce(var_samp(x), 0)::DOUBLE AS variance
FROM valued
GROUP BY test, variant, other
ORDER BY test, variant, other
