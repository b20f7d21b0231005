"""What a programme was worth, for one person: the record that screens, files and the command show."""

from dataclasses import dataclass
from datetime import date

from analytics.decisions.counting import Omission
from analytics.decisions.results import VerdictKind
from analytics.decisions.roi import Worth
from analytics.decisions.stakes import Stake
from analytics.decisions.suppositions import AS_SAVED, Supposition
from data.declarations.assumptions import Assumptions
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.workspace.records import Stored

URGENT = (  # what is clearest first
    VerdictKind.SHIP, VerdictKind.STOP, VerdictKind.NO_DIFFERENCE, VerdictKind.INCONCLUSIVE, VerdictKind.UNTRUSTED,
    VerdictKind.KEEP_COLLECTING,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A test that does not count."""

    key: str
    name: str
    why: Omission


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A finished test about which nobody has decided."""

    experiment: Experiment
    kind: VerdictKind  # what it says
    day: date | None  # since when it waits
    owner: str = ""  # who is to decide; empty: nobody yet
    due: date | None = None  # by when; None: nobody knows since when it waits
    overdue: int = 0  # days since then; 0: there is time
    stake: Stake | None = None  # the money it is about; None: nobody can tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a programme was worth, for one person."""

    worth: Worth | None  # None: its metric is no money, and nobody said what one unit is worth
    assumed: Stored[Assumptions]
    metric: Metric
    currency: str | None
    digits: int  # decimals of the currency
    cost: int  # of the whole programme, minor units
    months: int  # that the programme has run, for which yearly costs count
    as_of: date | None  # last day of data that anything rests on; None: nothing was decided
    left_out: tuple[LeftOut, ...]  # by name
    waiting: tuple[Waiting, ...]  # what most money hangs on first, then what is most urgent
    is_sample: bool  # rests on invented tests
    supposed: Supposition = AS_SAVED  # what is assumed otherwise than it is saved; `assumed` holds it already

    def amount(self, minor: float) -> float:
        """Return an amount in the currency from one in minor units."""
        return minor / 10.0**self.digits
