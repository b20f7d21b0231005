"""The dashboard without a browser, on an empty home."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from data.home import Home
from pages.parts import fetch

FRAME = str(Path(__file__).parents[2] / "pages" / "frame.py")


@pytest.fixture(scope="session", autouse=True)
def components() -> Iterator[None]:
    """Look once which installed packages bring components: every `AppTest` asks all two hundred, 0.3 s each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def app(home: Home) -> Iterator[AppTest]:
    """Give the frame, not yet run."""
    yield AppTest.from_file(FRAME, default_timeout=60)
    fetch.workspace().close()
    st.cache_resource.clear()


def titles(app: AppTest) -> list[str]:
    """Return the large headings as a person reads them."""
    return [title.value.replace("\\", "") for title in app.title]
