"""The vault: address and secret of the webhook, a file in the home that its owner alone can read.

Neither database nor backup holds them: whoever gets hold of one can neither send in our name nor to our channel, and a
backup that is brought back elsewhere sends nothing. Each setting is a new file, named by the stored webhook, so that a
process that dies in between leaves the one or the other whole.
"""

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from data.home import Home, replace_file, sync


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What nobody is shown."""

    address: str = field(repr=False)
    secret: str = field(repr=False)
    former: str = field(default="", repr=False)  # the secret before this one; empty: there is none
    former_until: int = 0  # messages are proven with it too until then; seconds since 1970

    def secrets(self, now: int) -> tuple[str, ...]:
        """Return what proves a message sent now."""
        return (self.secret, self.former) if self.former and now < self.former_until else (self.secret,)


def put(home: Home, sealed: Sealed) -> str:
    """Keep address and secret, and return the name they are kept under."""
    home.webhook.mkdir(mode=0o700, parents=True, exist_ok=True)
    seal = secrets.token_hex(16)
    replace_file(home.webhook / f"{seal}.json", json.dumps(asdict(sealed)).encode())  # mode 0600
    return seal


def find(home: Home, seal: str) -> Sealed | None:
    """Return what is kept under a name; None where there is nothing, as after a backup was brought back."""
    if not seal.isalnum():
        return None
    with suppress(FileNotFoundError):
        return Sealed(**json.loads((home.webhook / f"{seal}.json").read_bytes()))
    return None


def sweep(home: Home, keep: str) -> None:
    """Destroy all but what is kept under `keep`."""
    old = [path for path in home.webhook.glob("*") if path.name != f"{keep}.json"]
    for path in old:
        with suppress(FileNotFoundError):
            path.unlink()
    if old:
        sync(home.webhook)
