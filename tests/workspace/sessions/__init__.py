"""The room of the retrospective, on SQLite and on a real PostgreSQL."""
