-- Values of attributes under which users ever stood: groups whose steps in $files do not cancel out.
SELECT DISTINCT attribute, trait
FROM (
    SELECT attribute, trait
    FROM read_parquet($files)
    WHERE attribute <> ''
    GROUP BY attribute, trait, population, window_days, "day", period, variant
    HAVING sum(users) <> 0
)
