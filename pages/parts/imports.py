"""The import screen's steps: choose a file, confirm what its columns mean, watch it come in, read what became of it."""


def is_running() -> bool:
    return False


def progress() -> None: ...
def report() -> None: ...
def source():
    return None


def mapping(source):
    return None


def begin(source, request): ...
