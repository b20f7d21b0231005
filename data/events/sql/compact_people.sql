-- Keeps of every user what the newest folder says. `generations` numbers the files (path, generation).
CREATE OR REPLACE TABLE newest AS
SELECT "user", max(generation) AS generation
FROM read_parquet($people, filename = true) AS people
JOIN generations ON generations.path = people.filename
GROUP BY "user";

COPY (
    SELECT people.* EXCLUDE (filename)
    FROM read_parquet($people, filename = true) AS people
    JOIN generations ON generations.path = people.filename
    JOIN newest ON newest."user" = people."user" AND newest.generation = generations.generation
) TO $people_target (FORMAT parquet, COMPRESSION snappy);

COPY (
    SELECT totals.* EXCLUDE (filename)
    FROM read_parquet($totals, filename = true) AS totals
    JOIN generations ON generations.path = totals.filename
    JOIN newest ON newest."user" = totals."user" AND newest.generation = generations.generation
) TO $totals_target (FORMAT parquet, COMPRESSION snappy);
