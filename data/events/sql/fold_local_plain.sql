-- Second part of a fold query, for rows none of which knows its offset; see `fold_local`. Nothing has to be shifted.
, placed AS NOT MATERIALIZED (
    SELECT
        "user", event, variant, profile, "value", fresh,
        CASE WHEN $undated THEN 0 ELSE epoch_us("time") END AS wall,
        CASE WHEN $undated THEN 0 ELSE epoch_us("time") END AS "at",
        CASE WHEN $undated THEN 0 ELSE "time"::DATE - DATE '1970-01-01' END::INTEGER AS "day"
    FROM source
    WHERE $undated OR "time" IS NOT NULL
)
