"""Tests of analytics/present."""
