"""What does not add up over folds but can be carried on: first and last moments of days, the largest users."""

from collections.abc import Iterable, Mapping

from data.events.manifest import Days, Peaks

Found = tuple[int, int, int, int]  # day, rows, first and last moment
PeakTable = Mapping[tuple[int, int, int], int]  # (metric, variant, day) → largest x of one user


def merged(days: Days, found: Iterable[Found]) -> Days:
    """Return `days` with what was found of further rows."""
    result = dict(days)
    for day, rows, first, last in found:
        known = result.get(day, (0, first, last))
        result[day] = (known[0] + rows, min(known[1], first), max(known[2], last))
    return result


def listed(peaks: PeakTable) -> Peaks:
    """Return `peaks` as they stand in the manifest."""
    return tuple((*place, peak) for place, peak in sorted(peaks.items()))


def raised(held: Peaks, removed: PeakTable, added: PeakTable) -> Peaks | None:
    """Return the peaks after some users' states were `removed` and others `added`; None when only a recount can tell.

    A peak that was removed and is not reached again may now be another user's, of whom nothing is known here.
    """
    peaks = {(metric, variant, day): peak for metric, variant, day, peak in held}
    for place, peak in removed.items():
        if peak >= peaks.get(place, peak) and added.get(place, peak - 1) < peak:
            return None
    for place, peak in added.items():
        peaks[place] = max(peak, peaks.get(place, peak))
    return listed(peaks)
