-- The rows of `checked` that keep the contract, into a file of their own ($part) until every block is read.
COPY (SELECT * EXCLUDE (problem, currency) FROM checked WHERE problem IS NULL)
TO $part (FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1000);
