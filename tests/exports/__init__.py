"""Tests of analytics/exports."""
