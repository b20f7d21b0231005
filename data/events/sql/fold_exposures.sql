-- Last part of a fold query: exposures to a variant that the experiment knows; number 0 has no attributes.
SELECT "user", "at", ranks.rank::SMALLINT AS "rank", coalesce(numbers.number, 0)::INTEGER AS "number"
FROM placed
JOIN ranks ON ranks.variant = placed.variant
LEFT JOIN numbers ON numbers.profile = placed.profile
WHERE event = $exposure::UBIGINT
