"""Messages in MIME format (RFC 5322 and 2045): mail, and pages that a browser saved in one file (MHTML, RFC 2557).

What people read of such a file is one of its parts, or several in a row, for mail programs part a text at its pictures; the
rest is the same in another form, pictures, and signs for machines. The standard library takes it apart.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import NamedTuple, cast

from cleaner.errors import UnreadableInput
from cleaner.reading.decoding import decode

_FIRST = re.compile(rb"(?:From |[A-Za-z][A-Za-z-]{1,40}:[ \t])")
_FIRST_SIZE = 64
"""What the first of these patterns looks at: hardly any source is a message, and pages are large."""
_MAILBOX = rb"From [^\r\n]*\r?\n"
"""What mailboxes (mbox, RFC 4155) put above a message."""
FIELD = rb"[!-9;-~]{1,76}:"
"""How a line of a head begins (RFC 5322, 3.6.8)."""
_HEAD = re.compile(rb"(?:" + _MAILBOX + rb")?(?:" + FIELD + rb"[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*+)++(?=\r?\n)")
_ANOTHER = re.compile(rb"\n\r?\n" + _MAILBOX + FIELD + rb"[ \t]")
_SCAN = 65_536
"""Bytes in which the head of a message ends."""
_LONGEST_FIELD = 4_096
"""Characters of one field of a head, addresses of pages included; the standard library's parser takes time by their square."""
_PARTS = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_ENCODED = re.compile(rb"^content-transfer-encoding:\s*(?:quoted-printable|base64)", re.IGNORECASE | re.MULTILINE)
_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_TRANSFERS = frozenset({"quoted-printable", "base64"})
_SHOWN = frozenset({"text/html", "text/plain"})
_TAG = re.compile(rb"<[^>]*>?")
_SAVED = ("snapshot-content-location", "content-location")
_ADDED = re.compile(r"\s+(?:[|·•@–—-]|from|at|via|bei|chez|de chez)\s", re.IGNORECASE)
_TOLD = ("From", "Subject", "Date")


class Message(NamedTuple):
    """What readers see of a message.

    Attributes:
        content: the bytes of the part; of several these joined, in UTF-8.
        media_type: ``text/html`` or ``text/plain``, with its charset.
        head: who wrote it, what it is about, and when, as it stands above a text: a line each; empty for a page.
        about: the same in the names that pages have for it; of a text, author and time as ``Document.mail``; of a page that a
            browser saved nothing.
        url: where a saved page came from.
    """

    content: bytes
    media_type: str
    head: str
    about: dict[str, str]
    url: str | None


class _Policy(EmailPolicy):
    """The standard one, with fields of a bounded length, in the heads of parts, too."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_FIELD]


_POLICY = _Policy()


def message_in(source: str | bytes) -> Message | None:
    """What to read, if the source is a message whose parts or signs are still encoded; text dumps of mail are text.

    Of a page and a text that say the same the page is taken, if there is text in it: it is what mail programs show.

    Raises:
        UnreadableInput: ``no_text`` for a message of nothing but attachments.
    """
    if not _FIRST.match(_encoded(source[:_FIRST_SIZE])):
        return None
    raw = _encoded(source)
    found = _HEAD.match(raw, 0, _SCAN)
    head = found.group() if found else b""
    if not (_PARTS.search(head) or (_MIME.search(head) and _ENCODED.search(head))):
        return None  # a text dump of mail has no parts any more, and no signs that stand for others
    if raw.startswith(b"From ") and _ANOTHER.search(raw, len(head)):
        return None  # a mailbox of many messages: one of them would stand for all
    try:
        message = cast("EmailMessage", message_from_bytes(raw, policy=_POLICY))
        if message.get_content_maintype() == "multipart" and not message.is_multipart():
            return None  # its parts cannot be told: the mark between them is missing
        parts = list(_shown(message))
        if not parts:
            raise UnreadableInput("no_text", "this is a message without a text, of attachments alone; save these as files")
        return _read(message, parts, decoded=isinstance(source, str))
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return None  # so broken that the library does not know it; it is read as any text


def _encoded(source: str | bytes) -> bytes:
    return source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source


def _shown(part: EmailMessage) -> Iterator[EmailMessage]:
    """The parts with text that mail programs show one below the other, in order."""
    kind = part.get_content_type()
    if part.is_attachment() or (part.get_filename() and part.get_content_maintype() == "text"):
        return
    if not part.is_multipart():
        if kind in _SHOWN:
            yield part
        return
    children = cast("list[EmailMessage]", part.get_payload())
    if kind == "multipart/alternative":
        yield from _best([list(_shown(child)) for child in children])
    else:
        for child in children[:1] if kind == "multipart/related" else children:
            yield from _shown(child)


def _best(forms: Sequence[Sequence[EmailMessage]]) -> Sequence[EmailMessage]:
    """The form of a text that programs show: a page before a text, and one with something in it before an empty one."""
    return max(forms, key=lambda parts: (any(map(_has_text, parts)), any(map(_is_page, parts)), bool(parts)), default=())


def _is_page(part: EmailMessage) -> bool:
    return part.get_content_type() == "text/html"


def _has_text(part: EmailMessage) -> bool:
    """Whether a part holds more than white space and markup, as far as its beginning tells."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return False
    begun = content[:_SCAN]
    return bool(_TAG.sub(b"", begun[max(begun.lower().rfind(b"<body"), 0) :]).strip())


def _content(part: EmailMessage, *, decoded: bool) -> tuple[bytes, str]:
    """The bytes of a part, and its media type with its charset."""
    kind = part.get_content_type()
    encoded = str(part.get("content-transfer-encoding", "")).strip().lower() in _TRANSFERS
    charset = "utf-8" if decoded and not encoded else part.get_content_charset()
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise TypeError("a part that holds parts")
    return content, f"{kind}; charset={charset}" if charset else kind


def _joined(parts: Sequence[tuple[bytes, str]]) -> tuple[bytes, str]:
    """The contents of parts as one, with its media type: a page if there is a page among them, else a text."""
    if len(parts) == 1:
        return parts[0]
    texts = [(decode(content, media_type).text, media_type.startswith("text/html")) for content, media_type in parts]
    if any(is_page for _, is_page in texts):
        pages = [text if is_page else f"<pre>{html.escape(text)}</pre>" for text, is_page in texts]
        return "\n".join(pages).encode(), "text/html; charset=utf-8"
    return "\n\n".join(text.strip("\r\n") for text, _ in texts).encode(), "text/plain; charset=utf-8"


def _read(message: EmailMessage, parts: Sequence[EmailMessage], *, decoded: bool) -> Message:
    saved = next((str(found[name]).strip() for found in (message, parts[0]) for name in _SAVED if found[name]), None)
    if saved:
        return Message(*_content(parts[0], decoded=decoded), "", {}, saved if saved.startswith("http") else None)
    content, media_type = _joined([_content(part, decoded=decoded) for part in parts])
    told = {name: " ".join(str(value).split()) for name in _TOLD if (value := message[name])}
    sender, day, head = _sender(told.get("From", "")), _day(message), ""
    if media_type.startswith("text/plain"):
        head = "".join(f"{name}: {value}\n" for name, value in told.items()) + "\n"
        about = {"mail_authors": sender, "mail_published": day}
    else:
        about = {"og:title": told.get("Subject", ""), "author": sender, "date": day}
    return Message(content, media_type, head, {name: value for name, value in about.items() if value}, None)


def _sender(value: str) -> str:
    """The name of who wrote a message, without the letter or paper that many add to it: ``Jane Roe from Harbour Letters``."""
    name = parseaddr(value)[0]
    found = _ADDED.search(name)
    person = name[: found.start()] if found else ""
    return person if len(person.split()) > 1 else name


def _day(message: EmailMessage) -> str:
    """When a message was sent, in ISO 8601; empty where that is not said, or not so that it can be read."""
    sent = getattr(message["Date"], "datetime", None)
    return str(sent.isoformat()) if sent else ""
