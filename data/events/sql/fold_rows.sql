-- Last part of a fold query: `rows` that the fold walks through. Exposures to a variant that the experiment knows have
-- the kind -1 and the value profile number * 2^10 + variant's rank (number 0: no attributes); then come the events that a
-- metric may read, or that may be strays, by kind.
, rows AS NOT MATERIALIZED (
    SELECT
        "user", "at", -1::TINYINT AS kind,
        (coalesce(numbers.number, 0) * 1024 + ranks.rank)::BIGINT AS "value", fresh
    FROM placed
    JOIN ranks ON ranks.variant = placed.variant
    LEFT JOIN numbers ON numbers.profile = placed.profile
    WHERE event = $exposure::UBIGINT
    UNION ALL
    SELECT "user", "at", kinds.kind, coalesce("value", 0)::BIGINT, fresh
    FROM placed
    JOIN kinds ON kinds.event = placed.event
)
