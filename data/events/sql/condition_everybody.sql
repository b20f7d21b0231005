-- Middle part: all who are `held` count.
, every AS NOT MATERIALIZED (SELECT * FROM held)
