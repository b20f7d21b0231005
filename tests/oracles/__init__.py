"""Numbers with a source: other projects' own tests and published tables."""
