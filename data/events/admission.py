"""Admission: how a new batch fits what the lake holds already: its experiments' keys, what it replaces, what cannot be.

Pure: decides from manifests alone. Everything that is refused is refused before anything has changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.events.batches import Batch
from data.events.contract import Shape, experiment_key
from data.messages import Message, Refused

STATES = (Shape.USERS, Shape.TOTALS)  # a newer file of the same scope says how things stand now


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A batch as it enters the lake."""

    batch: Batch  # under final keys, with what it replaces
    keys: dict[str, str]  # the key its files were staged under → final key


def admit(batch: Batch, older: Sequence[Batch], *, declared: Mapping[str, str], named: str | None) -> Admission:
    """Return `batch` as it enters a lake that holds the `older` batches.

    Parameters
    ----------
    batch: as it was read; its parts under keys made from the file alone.
    older: the batches that count now.
    declared: key → name of the workspace's experiments.
    named: the experiment the importer asked for, by key or name; None: as the file says.

    Raises `Refused` for mixed currencies, totals among rows of users, and half-replaced user tables.
    """
    keys = _keys(batch, older, declared=declared, named=named)
    final = replace(batch, experiments={keys[key]: part for key, part in batch.experiments.items()})
    gone = [other for other in older if _replaces(final, other)]
    staying = [other for other in older if other not in gone]
    for key in final.experiments:
        _check(final, key, [other for other in staying if key in other.experiments])
    return Admission(batch=replace(final, replaces=tuple(other.batch for other in gone)), keys=keys)


def _keys(
    batch: Batch, older: Sequence[Batch], *, declared: Mapping[str, str], named: str | None
) -> dict[str, str]:  # fmt: skip
    held = {key: part.name for other in older for key, part in other.experiments.items()}
    by_name = {name: key for key, name in (*declared.items(), *held.items())}
    final: dict[str, str] = {}
    for key, part in batch.experiments.items():
        if named is not None and part.name == named and named in (*declared, *held):
            found = named
        else:
            found = by_name.get(part.name) or experiment_key(part.name, held)
        if found in final.values():
            found = experiment_key(part.name, {found: ""})
        final[key] = found
    return final


def _replaces(batch: Batch, other: Batch) -> bool:
    """Say whether `other` no longer counts once `batch` is there."""
    shared = batch.experiments.keys() & other.experiments.keys()
    if batch.content == other.content:
        return bool(shared) or batch.options.get("experiment") == other.options.get("experiment")
    if not shared or batch.shape not in STATES or batch.scope != other.scope:
        return False
    left = other.experiments.keys() - batch.experiments.keys()
    if left:
        raise Refused(
            Message(
                "lake.half_replaced",
                "“{experiment}” also stands in {file}, together with “{other}”: import both in one file, "
                "or undo batch {batch} first.",
                {
                    "experiment": min(shared),
                    "file": other.file,
                    "other": other.experiments[min(left)].name,
                    "batch": other.batch,
                },
            )
        )
    return True


def _check(batch: Batch, key: str, others: Sequence[Batch]) -> None:
    part = batch.experiments[key]
    if any(other.totals != batch.totals for other in others):
        raise Refused(
            Message(
                "lake.families",
                "“{experiment}” holds {held} already, which cannot be mixed with {added}: "
                "import this file as another experiment, or undo the earlier batches.",
                {
                    "experiment": part.name,
                    "held": "rows of users" if batch.totals else "totals",
                    "added": "totals" if batch.totals else "rows of users",
                },
            )
        )
    currencies = {other.experiments[key].currency for other in others} - {None, part.currency}
    if part.currency is not None and currencies:
        raise Refused(
            Message(
                "lake.currencies",
                "“{experiment}” holds amounts in {held} already and this file has {added}: "
                "convert it to one currency and import it again.",
                {"experiment": part.name, "held": str(min(map(str, currencies))), "added": part.currency},
            )
        )
