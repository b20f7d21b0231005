"""Two hands: one thread makes the next item ready while the caller works on the last."""

import queue
import threading
from collections.abc import Iterator
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Give `items` in order, made by a thread that is one ahead; what goes wrong there is raised here."""
    ready: queue.Queue[Item | None] = queue.Queue(maxsize=1)
    failed: list[BaseException] = []
    left = threading.Event()

    def make() -> None:
        try:
            for item in items:
                if left.is_set():
                    return
                ready.put(item)
        except BaseException as error:  # noqa: BLE001 – raised again where it is awaited
            failed.append(error)
        finally:
            ready.put(None)

    maker = threading.Thread(target=make, daemon=True)
    maker.start()
    try:
        while (item := ready.get()) is not None:
            yield item
    finally:
        left.set()
        while maker.is_alive():
            try:
                ready.get(timeout=0.05)  # frees a maker that waits to hand over
            except queue.Empty:
                continue
        maker.join()
    if failed:
        raise failed[0]
