"""Plan: what is to be tested."""
