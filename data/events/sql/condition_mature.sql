-- Middle part: of those who are `held`, the `matured` count. More rows can only make a first exposure earlier, so what is
-- `gone` of a mature user is theirs, and what was mature once is mature now.
, every AS NOT MATERIALIZED (SELECT * FROM held SEMI JOIN matured ON matured."user" = held."user")
