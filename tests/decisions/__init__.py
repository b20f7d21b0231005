"""Tests of analytics/decisions."""
