"""The pictures of the README, and the command that takes them anew: `make pictures`."""
