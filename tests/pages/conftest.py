"""The dashboard without a browser, on an empty home."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.home import Home
from pages.parts import fetch

FRAME = str(Path(__file__).parents[2] / "pages" / "frame.py")


@pytest.fixture
def app(home: Home) -> Iterator[AppTest]:
    """Give the frame, not yet run."""
    yield AppTest.from_file(FRAME, default_timeout=60)
    fetch.workspace().close()
    st.cache_resource.clear()


def titles(app: AppTest) -> list[str]:
    """Return the large headings as a person reads them."""
    return [title.value.replace("\\", "") for title in app.title]
