"""From checked parts to the files of a batch, once the whole file is known. Sees hashes only, so it may spill."""

from typing import Any

import pyarrow as pa

from data.events import engines
from data.events.batches import Part, profiles_file, rows_file
from data.events.contract import EXPOSURE, Shape, code, experiment_key
from data.events.mapping import Mapping
from data.events.reading.checks import Checked
from data.events.reading.desks import Desk
from data.events.reading.preparation import dated
from data.events.reading.reports import Staged
from data.events.reading.sources import refused


class Finisher:
    """Writes the files of each experiment into the staging folder."""

    def __init__(self, checked: Checked, mapping: Mapping, *, desk: Desk, columns: tuple[str, ...]) -> None:
        self._checked = checked
        self._mapping = mapping
        self._desk = desk
        self._folder = desk.folder
        self._columns = columns
        self._people = not dated(mapping)
        self._names = {number: name for name, number in checked.preparation.registers.experiments.codes.items()}

    def run(self) -> Staged:
        """Write every experiment and return the report."""
        self._check_currencies()
        accepted = duplicates = 0
        experiments: dict[str, Part] = {}
        numbers, meanings = self._checked.profiles.tables()
        again = self._checked.repeats.found()
        engine = self._desk.finishing
        for name, table in (
            ("numbers", numbers),
            ("meanings", meanings),
            ("repeated", pa.table({"fingerprint": again})),
        ):
            engine.table(name, table)
        for number in sorted(self._checked.facts, key=lambda one: self._names[one]):
            key = experiment_key(self._names[number], {one: part.name for one, part in experiments.items()})
            rows, exposures, attributes, twice = self._write(engine, number, key, again=len(again) > 0)
            accepted += exposures if self._mapping.shape is Shape.USERS else rows
            duplicates += twice
            experiments[key] = self._part(number, rows=rows, attributes=attributes)
        return Staged(
            read=self._checked.read,
            accepted=accepted,
            duplicates=duplicates,
            rejected=self._checked.rejects.count,
            experiments=experiments,
            reasons=dict(self._checked.rejects.reasons),
        )

    def _write(
        self, engine: engines.Engine, number: int, key: str, *, again: bool
    ) -> tuple[int, int, tuple[str, ...], int]:
        rows, profiles = self._folder / rows_file(key), self._folder / profiles_file(key)
        parameters: dict[str, Any] = {
            "parts": str(self._desk.parts / "*.parquet"),
            "experiment": number,
            "exposure": code(EXPOSURE),
            "people": self._people,
            "rows": str(rows),
        }
        step = "write_repeated_people" if self._people else "write_repeated_rows"
        engine.perform(step if again else "write_rows", parameters | {"target": str(rows)})
        twice = engine.perform("count_duplicates", parameters)[0][0] if again else 0
        count, exposures = engine.perform("count_rows", parameters)[0]
        attributes = tuple(row[0] for row in engine.perform("write_profiles", parameters | {"target": str(profiles)}))
        if not attributes:
            profiles.unlink()
        return count, exposures, attributes, twice

    def _part(self, number: int, *, rows: int, attributes: tuple[str, ...]) -> Part:
        facts, registers = self._checked.facts[number], self._checked.preparation.registers
        used = {*self._mapping.used(), *self._checked.profiles.columns} - {*self._checked.profiles.left_out}
        return Part(
            name=self._names[number],
            rows=rows,
            first=facts.first.isoformat() if facts.first else None,
            last=facts.last.isoformat() if facts.last else None,
            zoned="all" if facts.all_zoned and facts.some_zoned else "mixed" if facts.some_zoned else "none",
            currency=next((registers.currencies.name(one) for one in facts.currencies), None),
            variants={one: registers.variants.name(one) for one in sorted(facts.variants)},
            events={one: registers.events.name(one) for one in sorted(facts.events)},
            attributes=attributes,
            left_out=tuple(name for name in self._columns if name not in used),
            outcomes={
                one.metric: {
                    "fold": "sum" if place in self._checked.amounts else "any",
                    "role": "secondary" if place else "primary",
                }
                for place, one in enumerate(self._mapping.outcomes)
            },
        )

    def _check_currencies(self) -> None:
        for number, facts in self._checked.facts.items():
            if len(facts.currencies) > 1:
                names = sorted(map(self._checked.preparation.registers.currencies.name, facts.currencies))
                raise mixed_currencies(self._names[number], names)


def mixed_currencies(experiment: str, names: list[str]) -> Exception:
    """Return the refusal of amounts in several currencies."""
    return refused(
        "file.currencies",
        "Amounts of “{experiment}” are in {first} and in {second}: convert them to one currency and import again.",
        experiment=experiment,
        first=names[0],
        second=names[1],
    )
