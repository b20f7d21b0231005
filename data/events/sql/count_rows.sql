-- Rows of one experiment in a batch, and how many of them are exposures.
SELECT count(*) AS "rows", count(*) FILTER (WHERE event = $exposure) AS exposures
FROM read_parquet($rows);
