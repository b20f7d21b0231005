-- The attribute profiles ($profiles) that some row ($kept) still has, into a new file ($kept_profiles).
COPY (
    FROM read_parquet($profiles) AS profiles
    SEMI JOIN read_parquet($kept) AS kept ON profiles.profile = kept.profile
) TO $kept_profiles (FORMAT parquet, COMPRESSION zstd);
