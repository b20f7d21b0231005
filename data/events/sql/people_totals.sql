-- A part of queries over the per-user tables, after `people_now`: what users had done in some families of events, with
-- all columns that a family may have. $totals: files, of which `generations` also names the family.
, every AS NOT MATERIALIZED (
    SELECT NULL::UBIGINT AS "user", NULL::VARCHAR AS filename, NULL::BIGINT AS n0, NULL::BIGINT AS s0,
        NULL::BIGINT AS n1, NULL::BIGINT AS s1
    WHERE false
    UNION ALL BY NAME
    SELECT * EXCLUDE (cell) FROM read_parquet($totals, filename = true, union_by_name = true)
),
totals AS NOT MATERIALIZED (
    SELECT "user", generation, family, n0, s0, n1, s1
    FROM every
    JOIN generations ON generations.path = every.filename
)
