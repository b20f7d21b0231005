-- Last part of a fold query: users seen in a second variant, and the first day of it.
SELECT placed."user", min(placed."day") AS crossed
FROM placed
JOIN ranks ON ranks.variant = placed.variant
JOIN people ON people."user" = placed."user"
WHERE event = $exposure::UBIGINT
    AND placed."day" BETWEEN $starts AND $ends
    AND people.several
    AND ranks.rank <> people.cell & 1023
GROUP BY placed."user"
