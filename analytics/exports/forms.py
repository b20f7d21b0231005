"""The forms in which results leave: what each is called on disk, and what browsers call it."""

import json
from collections.abc import Mapping
from enum import StrEnum


class Form(StrEnum):
    """What a result can be written as; the value is the ending of the file's name."""

    JSON = "json"
    CSV = "csv"
    PDF = "pdf"
    PPTX = "pptx"
    XLSX = "xlsx"
    MARKDOWN = "md"


MIMES: Mapping[Form, str] = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv",
    Form.PDF: "application/pdf",
    Form.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.MARKDOWN: "text/markdown",
}


def json_file(document: Mapping[str, object]) -> bytes:
    """Return a document of JSON values as a file; infinity and NaN are no JSON and raise `ValueError`."""
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
