"""Sentences as data: a code, an English template and its parameters; and the one error family that carries them.

Nothing below `analytics/present` translates. What must be said to a person travels as a `Message`;
`present/wording` looks the template up in the reader's language and fills in the parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

Parameter: TypeAlias = "str | int | float | date | Message"  # a message within a message is spoken with it


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, not yet in anybody's language."""

    code: str  # stable name, for programs and tests
    template: str  # English, with {named} places; the key of the translation catalogue
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        """Return the English sentence, for logs and commands."""
        return self.template.format(**self.parameters)


class Fault(Exception):
    """Something a person must be told, in one sentence that says what happened and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Refused(Fault):
    """The input cannot be taken: nothing was changed."""


class Forbidden(Fault):
    """The actor's role does not allow this action."""


class NotFound(Fault):
    """The thing asked for does not exist."""
