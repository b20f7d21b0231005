"""Estimates against sources we did not write, and their laws."""
