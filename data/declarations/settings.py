"""Settings: what a workspace calls itself and the defaults it gives to new experiments and to readers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The workspace's own defaults."""

    name: str = "Liftroom"  # what people read
    time_zone: str = "UTC"  # IANA name; of new experiments
    language: str = "en"  # of readers who chose none
    currency: str | None = None  # ISO 4217 code; of new experiments; None: not stated
