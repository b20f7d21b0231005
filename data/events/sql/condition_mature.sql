-- Middle part: of those who are `held`, the `matured` count.
, every AS NOT MATERIALIZED (SELECT * FROM held SEMI JOIN matured ON matured."user" = held."user")
