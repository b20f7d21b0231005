"""How a check judged: the code of its refusal, or None."""

from collections.abc import Callable

from data.messages import Refused


def refusal(check: Callable[[], None]) -> str | None:
    """Return the code of what `check` refuses with."""
    try:
        check()
    except Refused as refused:
        return refused.message.code
    return None
