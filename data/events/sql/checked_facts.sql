-- What the kept rows of `checked` hold, by experiment, event and variant.
SELECT
    experiment, event, variant, currency,
    min("time") AS "first", max("time") AS "last", bool_or(zoned) AS some_zoned, bool_and(zoned) AS all_zoned,
    count(*) AS "rows"
FROM checked
WHERE problem IS NULL
GROUP BY ALL;
