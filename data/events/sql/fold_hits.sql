-- Last part of a fold query: what each user did in each family of events on each day.
-- n0, s0: how many of the family's first event, and the sum of their values; n1, s1: the same of the second event.
-- Strays get families of their own: -1 before exposure, -2 never exposed, -3 after the widest window.
, met AS (
    SELECT
        placed."user", placed."day", "value", roles.part, roles.main, people.cell,
        CASE
            WHEN people."at" IS NULL THEN -2
            WHEN placed."at" < people."at" THEN -1
            WHEN placed."at" >= people."at" + roles.span AND NOT $undated THEN -3
            ELSE roles.family
        END AS family
    FROM placed
    JOIN roles ON roles.event = placed.event
    LEFT JOIN people ON people."user" = placed."user"
)
SELECT
    "user", family::TINYINT AS family, "day", min(cell) AS cell,
    count(*) FILTER (part = 0) AS n0,
    coalesce(sum("value") FILTER (part = 0), 0)::BIGINT AS s0,
    count(*) FILTER (part = 1) AS n1,
    coalesce(sum("value") FILTER (part = 1), 0)::BIGINT AS s1
FROM met
WHERE family >= 0 OR (main AND family <> -9)
GROUP BY "user", family, "day"
