-- Last part of a fold query: exposures, coded: the variant's rank, the profile's number.
SELECT
    "user", "at", "day", ranks.rank::SMALLINT AS rank, coalesce(numbers.number, 0)::INTEGER AS number
FROM placed
JOIN ranks ON ranks.variant = placed.variant
LEFT JOIN numbers ON numbers.profile = placed.profile
WHERE event = $exposure::UBIGINT
