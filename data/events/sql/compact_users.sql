-- Keeps of every user what the newest folder says of them, in one table of the users ($files, into $target).
-- `generations` numbers the files (path, generation). People come first: they say which folder is a user's newest.
CREATE TABLE IF NOT EXISTS newest AS
SELECT "user", max(generation) AS generation
FROM read_parquet($files, filename = true) AS people
JOIN generations ON generations.path = people.filename
GROUP BY "user";

COPY (
    SELECT held.* EXCLUDE (filename)
    FROM read_parquet($files, filename = true) AS held
    JOIN generations ON generations.path = held.filename
    JOIN newest ON newest."user" = held."user" AND newest.generation = generations.generation
) TO $target (FORMAT parquet, COMPRESSION snappy);
