-- Last part of a fold query: by attribute value and first variant, how many users each day added to those who had a
-- delivery that names a variant, and to those of them who had one of another variant than theirs. A delivery counts from
-- the user's exposure on. Of every user the newest folder holds ($people; `generations`: path, generation).
, delivered AS MATERIALIZED (
    SELECT "user", variant, min("day") AS "day"
    FROM placed
    WHERE event = $delivery::UBIGINT AND variant IS NOT NULL
    GROUP BY "user", variant
),
known AS (
    SELECT people."user", people."day", cells.variant, cells.profile
    FROM read_parquet($people, filename = true) AS people
    JOIN generations ON generations.path = people.filename
    JOIN (SELECT DISTINCT cell, variant, profile FROM read_parquet($cells)) AS cells ON cells.cell = people.cell
    WHERE people."user" IN (SELECT "user" FROM delivered)
    QUALIFY row_number() OVER (PARTITION BY people."user" ORDER BY generation DESC) = 1
),
persons AS (
    SELECT
        known.variant, known.profile,
        greatest(known."day", min(delivered."day")) AS reached,
        CASE
            WHEN bool_or(delivered.variant <> known.variant)
                THEN greatest(known."day", min(delivered."day") FILTER (delivered.variant <> known.variant))
        END AS mistaken
    FROM known
    JOIN delivered ON delivered."user" = known."user"
    GROUP BY known."user", known."day", known.variant, known.profile
),
steps AS (
    SELECT variant, profile, reached AS "day", 1 AS delivered, 0 AS mistaken FROM persons
    UNION ALL
    SELECT variant, profile, mistaken, 0, 1 FROM persons WHERE mistaken IS NOT NULL
)
SELECT
    attribute, trait, variant, "day"::INTEGER AS "day", sum(delivered)::BIGINT AS delivered,
    sum(mistaken)::BIGINT AS mistaken
FROM (
    SELECT '' AS attribute, '' AS trait, * EXCLUDE (profile) FROM steps
    UNION ALL
    SELECT attribute, trait, steps.* EXCLUDE (profile) FROM steps JOIN traits ON traits.profile = steps.profile
)
GROUP BY attribute, trait, variant, "day"
ORDER BY ALL
