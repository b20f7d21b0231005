-- Second part of a fold query, for rows none of which knows its offset; see `fold_local`. Nothing has to be shifted.
, clocked AS NOT MATERIALIZED (
    SELECT
        "user", event, variant, profile, "value", fresh, CASE WHEN $undated THEN 0 ELSE epoch_us("time") END AS wall
    FROM source
    WHERE $undated OR "time" IS NOT NULL
),
placed AS NOT MATERIALIZED (
    SELECT
        "user", event, variant, profile, "value", fresh, wall, wall AS "at",
        ((wall + 864000000000) // 86400000000 - 10)::INTEGER AS "day"
    FROM clocked
)
