"""Believable data whose truth is known, and how it was made: `programme` holds the tests and writes their events."""
