"""What people wrote: every test of the store runs on SQLite and on a real PostgreSQL."""
