"""The one conductor of the report: which tests count, on what money, and what they were worth.

Its command is `python -m analytics.report`; what may be ordered of it stands in `orders`.

Figures come from the kept summaries, so that a report over hundreds of tests reads none of them. Executives read it
without reading results: it tells of tests that were decided, and of nothing this person has to guess first.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import ceil, inf

from analytics import overlaps, overview, wanted
from analytics.decisions.counting import Frame, Omission, counts, minor, tested
from analytics.decisions.reach import MONTH, Decided, shares_customers
from analytics.decisions.reports import LeftOut, Report, Waiting
from analytics.decisions.roi import Terms, reckon
from analytics.decisions.statements import FINISHED
from analytics.decisions.summaries import Summary
from analytics.decisions.suppositions import AS_SAVED, Supposition
from analytics.present.numbers import currency_decimals
from data.declarations.assumptions import Assumptions
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import Metric, Unit
from data.home import Home
from data.lean import keep_out_pandas
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What is there of the tests, of archived ones nothing."""

    experiments: Sequence[Experiment]
    summaries: Mapping[str, Summary]  # by key; one that is missing is still being read


def read(
    home: Home,
    workspace: Workspace,
    actor: Actor,
    sources: Sources,
    *,
    today: date | None = None,
    supposed: Supposition = AS_SAVED,
) -> Report:
    """Return what the programme was worth. Raises `Forbidden` for who may not read reports.

    Parameters
    ----------
    today : what is overdue by then.
    supposed : what is assumed otherwise for a moment; nothing of it is saved.
    """
    assumed = workspace.assumptions(actor)
    assumed = replace(assumed, value=supposed.upon(assumed.value))
    finished = _programme(sources)
    frame = _frame(workspace, actor, assumed.value, finished)
    told = {one.key: tested(one, sources.summaries.get(one.key), frame) for one in finished if counts(one, frame)}
    tests = [found for found in told.values() if isinstance(found, Decided)]
    left = {key: why for key, why in told.items() if isinstance(why, Omission)}
    at_odds = _at_odds(home, workspace, {one.key: one for one in finished}, tests, frame.metric)
    tests = [_kept_back(test) if test.key in at_odds else test for test in tests]
    left |= dict.fromkeys(at_odds, Omission.INTERACTS)
    months = _months(sources, finished)
    cost = _spent(tests, frame, months)
    names = {one.key: one.name for one in finished}
    days = [day for one in finished if (day := _as_of(sources.summaries.get(one.key))) is not None and one.key in told]
    return Report(
        worth=reckon(tests, _terms(frame, cost)) if frame.unit else None,
        assumed=assumed,
        metric=frame.metric,
        currency=frame.currency,
        digits=frame.digits,
        cost=cost,
        months=months,
        as_of=max(days, default=None),
        left_out=tuple(
            sorted(
                (LeftOut(key=key, name=names[key], why=why) for key, why in left.items()), key=lambda each: each.name
            )
        ),
        waiting=_waiting(workspace, finished, sources, frame, tests=tests, today=today or date.today()),
        is_sample=any(one.sample for one in finished),
        supposed=supposed,
    )


def gather(home: Home, workspace: Workspace) -> Sources:
    """Read every experiment as the overview does, those that were read before from what was kept of them."""
    declared = [one for one in workspace.experiments(LOCAL_OWNER) if one.value.status is not Status.ARCHIVED]
    found: dict[str, Summary] = {}
    for entry in overview.entries(home, workspace, LOCAL_OWNER, declared, metrics=workspace.metrics(LOCAL_OWNER)):
        kept = overview.kept(home, entry)
        found[entry.experiment.key] = kept or overview.concluded(home, workspace, LOCAL_OWNER, entry)
    return Sources(experiments=[one.value for one in declared], summaries=found)


def _programme(sources: Sources) -> list[Experiment]:
    """Return the finished tests by key; invented ones only while the team has none of its own.

    By key, because chance is drawn for one after the other: whoever lists them otherwise gets the same figures.
    """
    finished = sorted((one for one in sources.experiments if one.status in FINISHED), key=lambda one: one.key)
    own = [one for one in finished if not one.sample]
    return own or finished


def _frame(workspace: Workspace, actor: Actor, assumed: Assumptions, finished: Sequence[Experiment]) -> Frame:
    metrics = {stored.value.key: stored.value for stored in workspace.metrics(actor)}
    metric = metrics[assumed.metric]
    stated = assumed.currency or workspace.settings(actor).value.currency
    currency = stated or next((one.currency for one in finished if one.currency), None)
    return Frame(
        assumed=assumed,
        metric=metric,
        currency=currency,
        digits=currency_decimals(currency),
        unit=1.0 if metric.unit is Unit.CURRENCY else assumed.conversion_value or 0.0,
        guessing=workspace.sessions.veiled(actor),
        decisions=workspace.sessions.decisions(LOCAL_OWNER),
    )


def _at_odds(
    home: Home, workspace: Workspace, experiments: Mapping[str, Experiment], tests: Sequence[Decided], metric: Metric
) -> frozenset[str]:
    """Return the tests that were rolled out together with another one that changes their effect."""
    pairs = [
        (experiments[one.key], experiments[other.key])
        for one, other in combinations([test for test in tests if test.shipped_on is not None], 2)
        if one.began_on <= other.ended_on and other.began_on <= one.ended_on and shares_customers(one, other)
    ]
    found = overlaps.interacting(home, workspace, LOCAL_OWNER, pairs, metric=metric.key) if pairs else frozenset()
    return frozenset(key for pair in found for key in pair)


def _kept_back(test: Decided) -> Decided:
    """Return a test that still says how large effects are, and is worth nothing."""
    return replace(test, shipped_on=None, is_harmful=False)


def _terms(frame: Frame, cost: int) -> Terms:
    assumed = frame.assumed
    return Terms(
        horizon=assumed.horizon_months, half_life=assumed.half_life_months or inf, digits=frame.digits, cost=cost
    )


def _months(sources: Sources, finished: Sequence[Experiment]) -> int:
    """Return for how many months the programme has run: from its first test's first day to the last day of data."""
    known = [summary for one in finished if (summary := sources.summaries.get(one.key)) is not None]
    first = min((each.first_day for each in known if each.first_day), default=None)
    last = max((each.as_of for each in known if each.as_of), default=None)
    return 0 if first is None or last is None else max(1, ceil(((last - first).days + 1) / MONTH))


def _spent(tests: Sequence[Decided], frame: Frame, months: int) -> int:
    """Return what all of it costs: the programme for as long as it runs, a test that counts as long as that does."""
    counted = {test.key for test in tests}
    others = [cost for cost in frame.assumed.costs if cost.experiment not in counted]
    return sum(test.cost for test in tests) + sum(minor(cost, months, frame) for cost in others)


def _as_of(summary: Summary | None) -> date | None:
    return None if summary is None else summary.as_of


def _waiting(
    workspace: Workspace,
    finished: Sequence[Experiment],
    sources: Sources,
    frame: Frame,
    *,
    tests: Sequence[Decided],
    today: date,
) -> tuple[Waiting, ...]:
    """Return what waits for a decision, with the money that hangs on it."""
    promised = wanted.promises(workspace)
    waits = wanted.waiting(finished, sources.summaries, frame, promised=promised, today=today)
    return wanted.valued(waits, sources.summaries, frame, known=tests, terms=_terms(frame, 0))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the report command; see `analytics.orders`."""
    from analytics import orders  # which reads through this module

    return orders.main(arguments)


if __name__ == "__main__":
    keep_out_pandas()
    sys.exit(main())
