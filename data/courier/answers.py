"""Answers: what became of one attempt to bring a message to its address."""

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """Why a message did not arrive."""

    NO_SUCH_HOST = "no_such_host"
    NOT_PUBLIC = "not_public"  # the name leads into a network that we do not send to
    UNREACHABLE = "unreachable"  # no connection, or it broke
    CERTIFICATE = "certificate"  # whoever answers cannot show to be that host
    SLOW = "slow"  # no answer in time
    REDIRECTED = "redirected"  # answered with another address; that is never followed
    REFUSED = "refused"  # answered, but not with 2xx
    KILLED = "killed"  # whoever sent it died before writing down what was answered
    OFF = "off"  # the webhook was switched off before it arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int | None = None  # of HTTP; None: nobody answered
    trouble: Trouble | None = None  # None: it arrived
    retry_after: int | None = None  # seconds the receiver asks us to wait

    @property
    def arrived(self) -> bool:
        """Whether the receiver has it."""
        return self.trouble is None
