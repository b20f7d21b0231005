"""The steps, one file each, named by the revision they lead to."""
