-- How many rows of an experiment's file ($rows) belong to the person whose keyed hash is $code?
SELECT count(*) AS held FROM read_parquet($rows) WHERE "user" = $code::UBIGINT;
