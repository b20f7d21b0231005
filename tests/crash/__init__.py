"""Kills at any moment, and what is found afterwards."""
