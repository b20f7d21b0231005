"""The suite mirrors the tree: one folder per room, and the laws of the house in `test_rooms`."""
