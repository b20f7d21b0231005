-- Makes `newer`: users whom a folder after the first knows, and the newest one that does. $later: its people;
-- `generations`: path, generation. What older folders hold of these users is out of date.
CREATE OR REPLACE TABLE newer AS
SELECT "user", max(generation)::BIGINT AS generation
FROM read_parquet($later, filename = true) AS people
JOIN generations ON generations.path = people.filename
GROUP BY "user"
