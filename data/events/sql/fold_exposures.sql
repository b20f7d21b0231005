-- Last part of a fold query: exposures to a variant that the experiment knows; profile 0 has no attributes.
SELECT "user", "at", variant, coalesce(profile, 0::UBIGINT) AS profile
FROM placed
WHERE event = $exposure::UBIGINT AND variant IS NOT NULL
