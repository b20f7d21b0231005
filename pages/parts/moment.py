"""What is asked once while a page is drawn: all of it shows one state, and nothing is looked up a hundred times."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Value = TypeVar("Value")


class _Drawing(threading.local):
    """What this thread's page has asked so far; None while no page is drawn: callbacks write, so they ask anew."""

    known: dict[Hashable, Any] | None = None


_drawing = _Drawing()


@contextmanager
def one_state() -> Iterator[None]:
    """While the block runs, `once` remembers."""
    _drawing.known = {}
    try:
        yield
    finally:
        _drawing.known = None


def once(name: Hashable, ask: Callable[[], Value]) -> Value:
    """Return what `ask` answers; while a page is drawn, what it answered the first time under this name."""
    known = _drawing.known
    if known is None:
        return ask()
    if name not in known:
        known[name] = ask()
    answered: Value = known[name]
    return answered
