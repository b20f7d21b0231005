-- The rows of a file ($rows) without those of one person ($code), in the same order, into a new file ($kept).
COPY (FROM read_parquet($rows) WHERE "user" <> $code::UBIGINT) TO $kept (FORMAT parquet, COMPRESSION zstd);
