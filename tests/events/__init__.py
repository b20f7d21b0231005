"""Event files, the lake, and the daily history."""
