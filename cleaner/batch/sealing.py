"""Records that tell later whether they and their bodies are still as they were written, whatever else is known of them.

A run that is killed has replaced outputs of which no journal tells, and rows of the manifest go with a directory that cannot be
listed. What cleaner wrote must not be taken for somebody's work then, nor somebody's work be lost: so a record names the digest
of its body, and last of all its own.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cleaner.batch.naming import output_names
from cleaner.batch.outputs import json_line, open_written

_SEAL = re.compile(rb'"body_sha256": "([0-9a-f]{64})", "record_sha256": "([0-9a-f]{64})"\}\n\Z')


def sealed(record: Mapping[str, Any], body_sha256: str) -> bytes:
    """A record as it stands in its file.

    Behind its own keys are ``body_sha256``, as in the manifest, and ``record_sha256``, of all that stands before this value.
    """
    head = json_line({**record, "body_sha256": body_sha256}).removesuffix(b"}\n") + b', "record_sha256": "'
    return head + _digest(head) + b'"}\n'


def as_written(folder: str, stem: str) -> frozenset[str]:
    """Those of the outputs of this stem that are byte for byte as cleaner wrote them, by what the record itself says.

    One that is not among them need not be changed: its record may be gone, or an older version have written it.
    """
    body, record = output_names(stem)
    raw = _content(os.path.join(folder, record))
    seal = _SEAL.search(raw)
    if seal is None or _digest(raw[: seal.start(2)]) != seal[2]:
        return frozenset()
    text = _content(os.path.join(folder, body))
    whole = text[-1:] in (b"\n", b"") and _digest(text[:-1]) == seal[1]  # the end of its last line is not in the digest
    return frozenset({record, body} if whole else {record})


def _digest(raw: bytes) -> bytes:
    return hashlib.sha256(raw).hexdigest().encode()


def _content(path: str) -> bytes:
    with suppress(OSError, ValueError), open_written(path) as file:
        return file.read()
    return b""
