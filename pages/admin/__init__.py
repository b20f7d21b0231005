"""Admin: event files, metrics, and what keeps the place running."""
