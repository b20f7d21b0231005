-- A part of queries over the per-user tables of a rollup: `exposed` is everybody in the test as of now, once, with the
-- first variant and its allocation period. $people: files; `generations`: which fold wrote a file (path, generation); a
-- user's newest row holds. Few users stand in more than one generation, so only those are compared.
touched AS MATERIALIZED (
    SELECT DISTINCT "user"
    FROM read_parquet($people, filename = true) AS tables
    JOIN generations ON generations.path = tables.filename
    WHERE generation > 0 AND "user" BETWEEN $lowest::UBIGINT AND $highest::UBIGINT
),
people AS NOT MATERIALIZED (
    SELECT "user", "at", "day", cell, 0 AS generation
    FROM read_parquet($people, filename = true) AS tables
    JOIN generations ON generations.path = tables.filename
    ANTI JOIN touched USING ("user")
    WHERE generation = 0 AND "user" BETWEEN $lowest::UBIGINT AND $highest::UBIGINT
    UNION ALL
    SELECT "user", "at", "day", cell, generation
    FROM read_parquet($people, filename = true) AS tables
    JOIN generations ON generations.path = tables.filename
    SEMI JOIN touched USING ("user")
    QUALIFY row_number() OVER (PARTITION BY "user" ORDER BY generation DESC) = 1
),
exposed AS NOT MATERIALIZED (
    SELECT "user", "at", "day", generation, cells.variant, cells.period
    FROM people
    JOIN (SELECT DISTINCT cell, variant, period FROM read_parquet($cells)) AS cells ON cells.cell = people.cell
)
