"""Reflect: the team reads its tests together, decides, and remembers."""
