"""Of a message in MIME format what people see is read: a saved page, a newsletter. Dumps of mail are texts."""

import base64
import quopri
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

import cleaner
from cleaner.errors import UnreadableInput
from cleaner.reading import read
from cleaner.reading.messages import message_in
from tests.commands import Result, bundled, cli
from tests.markup import cost, page

__all__ = ["bundled", "cli"]  # fixtures

FIRST = "The island ferry stays in the harbour until June, the council of the island said on Monday – café “Môle” included."
SECOND = "The captain of the ferry told the council about cracks in the shaft, and the council was silent."
BODY = f"{FIRST}\n\n{SECOND}"
MARKUP = page(f"<article><p>{FIRST}</p><p>{SECOND}</p></article>", "<title>Ferry stays</title>")
PLACE = "https://gazette.example/ferry"


def saved(markup: str = MARKUP) -> bytes:
    """A page as Chromium saves it."""
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {PLACE}\r\nSubject: =?utf-8?Q?Ferry=20stays?=\r\n"
        "Date: Thu, 7 Mar 2024 10:12:11 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b--"\r\n\r\n\r\n'
    )
    part = (
        "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://x.example/\r\n\r\n"
    )
    image = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    body = quopri.encodestring(markup.encode()).replace(b"\n", b"\r\n")
    return b"".join([head.encode(), b"----b--\r\n", part.encode(), body, b"\r\n----b--\r\n", image.encode(), b"----b----\r\n"])


def mail(text: str | None, markup: str | None = None, charset: str = "utf-8", transfer: str = "quoted-printable") -> bytes:
    """A letter with a text, a page or both."""
    message = EmailMessage()
    message["From"] = "Die Möwe <news@gazette.example>"
    message["To"] = "reader@mail.example"
    message["Subject"] = "Ferry stays – for now"
    message["Date"] = "Thu, 07 Mar 2024 06:00:00 +0100"
    if text is not None:
        message.set_content(text, charset=charset, cte=transfer)
    if markup is not None:
        (message.set_content if text is None else message.add_alternative)(
            markup, subtype="html", charset=charset, cte=transfer
        )
    return message.as_bytes()


def test_a_saved_page_is_the_page() -> None:
    cleaned = cleaner.clean(saved())
    assert cleaned.body == BODY
    assert cleaned.document.text == read(MARKUP, id="x", media_type="text/html").text
    assert cleaned.fields.title == "Ferry stays"
    assert (cleaned.fields.authors, cleaned.fields.published) == ((), None)  # when it was saved is no day of the page
    source = cleaned.document.source
    assert (source.media_type, source.url) == ("text/html", PLACE)
    assert source.reader.startswith("MIME, selectolax ")
    assert cleaned.document.warnings == ()
    assert cleaner.clean(saved(), url="https://other.example/").document.source.url == "https://other.example/"


@pytest.mark.parametrize("media_type", [None, "text/html"])
def test_a_saved_page_is_known_whatever_its_name(media_type: str | None) -> None:
    assert cleaner.clean(saved(), media_type=media_type).body == BODY
    assert cleaner.clean(saved().decode(), media_type=media_type).body == BODY
    assert cleaner.clean(saved().replace(b"\r\n", b"\n"), media_type=media_type).body == BODY


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
@pytest.mark.parametrize(("text", "markup"), [(BODY, None), ("View in browser", MARKUP), (None, MARKUP)])
def test_a_letter_is_decoded_and_its_head_is_lifted(transfer: str, charset: str, text: str | None, markup: str | None) -> None:
    if charset != "utf-8" and markup:
        markup = markup.replace("utf-8", charset)
    raw = mail(text, markup, charset, transfer)
    for source in (raw, raw.decode("ascii")):
        cleaned = cleaner.clean(source)
        assert cleaned.body == BODY
        assert cleaned.fields.title == "Ferry stays – for now"
        assert cleaned.fields.published is not None
        assert cleaned.fields.published.startswith("2024-03-07T06:00")
        assert cleaner.restore(cleaned.body, cleaned.record()) == cleaned.document.text


def test_a_letter_without_a_title_of_its_own_has_its_subject() -> None:
    cleaned = cleaner.clean(mail(None, f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"))
    assert (cleaned.body, cleaned.fields.title, cleaned.fields.authors) == (BODY, "Ferry stays – for now", ("Die Möwe",))


def test_a_letter_in_plain_text_has_its_sender_and_its_time_with_the_zone_as_a_page_has() -> None:
    for raw in (mail(BODY), mail(None, MARKUP)):
        cleaned = cleaner.clean(raw)
        assert (cleaned.body, cleaned.fields.published) == (BODY, "2024-03-07T06:00+01:00")
        assert cleaned.fields.authors == ("Die Möwe",)


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ("Jane Roe <jane@gazette.example>", ("Jane Roe",)),
        ("Jane Roe from Harbour Letters <jane@gazette.example>", ("Jane Roe",)),
        ("Jane Roe | The Gazette <jane@gazette.example>", ("Jane Roe",)),
        ("Jane Roe at The Gazette <jane@gazette.example>", ("Jane Roe",)),
        ("Letters from Ostmouth <jane@gazette.example>", ("Letters from Ostmouth",)),
        ("jane@gazette.example", ()),
    ],
)
def test_the_sender_is_a_person_without_the_paper(sender: str, author: tuple[str, ...]) -> None:
    for raw in (mail(BODY), mail(None, MARKUP)):
        head, end, rest = raw.partition(b"\n")
        assert head.startswith(b"From: ")
        assert cleaner.clean(f"From: {sender}".encode() + end + rest).fields.authors == author


def test_eight_bits_are_read_in_the_charset_that_is_given() -> None:
    raw = mail("x", transfer="quoted-printable").partition(b"\n\n")[0]
    part = b"--b\nContent-Type: text/plain; charset=koi8-r\n\n" + "Паром стоит в порту до июня. Так решил совет.".encode(
        "koi8-r"
    )
    raw = raw.replace(b'Content-Type: text/plain; charset="utf-8"', b'Content-Type: multipart/mixed; boundary="b"')
    text = read(raw.replace(b"Content-Transfer-Encoding: quoted-printable\n", b"") + b"\n\n" + part + b"\n--b--\n", id="x").text
    assert text.endswith("\n\nПаром стоит в порту до июня. Так решил совет.")


def test_a_letter_of_attachments_alone_says_so() -> None:
    message = EmailMessage()
    message["From"] = "news@gazette.example"
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    with pytest.raises(UnreadableInput) as caught:
        cleaner.clean(message.as_bytes())
    assert caught.value.kind == "no_text"
    assert "attachments" in str(caught.value)


ENCODED = base64.b64encode(BODY.encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"From: The Gazette <news@gazette.example>\nSubject: Ferry\nDate: Thu, 7 Mar 2024 06:00:00 +0100\n\n{BODY}\n",
        f"From: news@gazette.example\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n{BODY}\n",
        f"{FIRST}\n\nFrom: a@b.example\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n{ENCODED}\n",
        f"Note: {FIRST}\n\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n{SECOND}\n",
        f"From: a@b.example\nContent-Transfer-Encoding: base64\n\n{ENCODED}\n",
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b",
        "From: ",
        "From the harbour it is far.\n",
    ],
)
def test_dumps_of_mail_and_words_about_it_are_texts(text: str) -> None:
    assert read(text, id="x").text == text
    assert read(text.encode(), id="x").text == text


def test_whoever_says_that_it_is_a_text_is_believed() -> None:
    for raw in (saved(), mail(BODY)):
        assert read(raw, id="x", media_type="text/plain").text == raw.decode()


@pytest.mark.hostile(19)
def test_parts_in_parts_are_taken_apart_or_read_as_text() -> None:
    depth = 3_000
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n' for number in range(depth))
    raw = f"From: a@b.example\nMIME-Version: 1.0\n{head}Content-Type: text/plain\n\n{BODY}\n"
    assert BODY in read(raw, id="x").text


MAILBOX = b"From alice@mail.example Thu Mar  7 06:00:00 2024\n"


HEAD = "From: Jane Roe <jane@gazette.example>\nSubject: Ferry stays\nDate: Thu, 07 Mar 2024 06:00:00 +0100\nMIME-Version: 1.0\n"
IMAGE = "Content-Type: image/png\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
PLAIN, PAGE = "Content-Type: text/plain; charset=utf-8\n\n", "Content-Type: text/html; charset=utf-8\n\n"


def letter(kind: str, *parts: str) -> bytes:
    """A letter of parts, each with a head of its own."""
    body = "".join(f"--m\n{part}\n" for part in parts)
    return f"{HEAD}Content-Type: multipart/{kind}; boundary=m\n\n{body}--m--\n".encode()


def paragraphs(*texts: str) -> str:
    return PAGE + page("".join(f"<p>{text}</p>" for text in texts))


@pytest.mark.parametrize(
    "parts",
    [
        (PLAIN + FIRST, IMAGE, PLAIN + SECOND),
        (paragraphs(FIRST), IMAGE, paragraphs(SECOND)),
        (PLAIN + FIRST, paragraphs(SECOND)),
        (PLAIN + FIRST, f"Content-Type: message/rfc822\n\nFrom: Max Doe <max@mail.example>\nSubject: Ferry\n\n{SECOND}\n"),
        ("Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: base64\n\n"
         + base64.b64encode(FIRST.encode("cp1252")).decode() + "\n", PLAIN + SECOND),
    ],
    ids=["texts", "pages", "text and page", "text and the letter sent on", "of two charsets"],
)  # fmt: skip  # a list
def test_all_parts_that_are_shown_are_read_in_order(parts: tuple[str, ...]) -> None:
    assert cleaner.clean(letter("mixed", *parts)).body == BODY


@pytest.mark.parametrize(
    "other",
    [
        f"Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename=notes.txt\n\n{SECOND}",
        f"Content-Type: text/plain; charset=utf-8; name=notes.txt\nContent-Disposition: inline; filename=notes.txt\n\n{SECOND}",
        "Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nEND:VCALENDAR",
        "Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\n",
    ],
)
def test_a_part_that_is_a_file_is_not_read(other: str) -> None:
    assert cleaner.clean(letter("mixed", PLAIN + FIRST, other)).body == FIRST


@pytest.mark.parametrize("empty", ["", "<html><head><title>x</title></head><body> </body></html>", "<br>"])
def test_a_page_without_text_gives_way_to_the_text(empty: str) -> None:
    assert cleaner.clean(letter("alternative", PLAIN + BODY, PAGE + empty)).body == BODY


def test_of_a_page_and_a_text_the_page_is_read_and_of_its_files_none() -> None:
    related = f"Content-Type: multipart/related; boundary=r\n\n--r\n{paragraphs(FIRST)}\n--r\n{paragraphs(SECOND)}\n--r--\n"
    assert cleaner.clean(letter("alternative", PLAIN + SECOND, related)).body == FIRST


def test_a_letter_whose_parts_cannot_be_told_is_read_as_a_text() -> None:
    assert message_in(letter("mixed", PLAIN + BODY).replace(b"boundary=m", b"boundary=n")) is None


def test_the_line_of_a_mailbox_above_a_message_is_no_part_of_it() -> None:
    cleaned = cleaner.clean(MAILBOX + mail(BODY))
    assert (cleaned.body, cleaned.fields.title) == (BODY, "Ferry stays – for now")
    assert read(MAILBOX + saved(), id="x").text == read(saved(), id="x").text


def test_a_mailbox_of_many_messages_is_none() -> None:
    """One of them would stand for all."""
    for end in ("\n", "\r\n"):
        mailbox = (MAILBOX + mail(BODY) + b"\n" + MAILBOX + mail(SECOND)).replace(b"\n", end.encode())
        assert read(mailbox, id="x").text == mailbox.decode()
    quoted = MAILBOX + mail(f"{FIRST}\n\nFrom here on nothing is known.\nThat is: nothing.")
    assert read(quoted, id="x").text.endswith("\n\nFrom here on nothing is known.\nThat is: nothing.\n")


@pytest.mark.parametrize(
    "head",
    [
        "Summary: a report\n" + "   a line of verse\n" * 2_000 + "Text of it.\n",
        MAILBOX.decode() * 1_000,
        "A: b\n" * 10_000,
    ],
)
def test_what_only_begins_like_a_message_is_soon_known(head: str) -> None:
    assert message_in(head) is None
    assert cost(lambda: message_in(head)) < 0.5


@pytest.mark.parametrize(
    "value", ['"' * 60_000, '"a" ' * 15_000, "=?utf-8?q?a?= " * 4_000, "a@b.example, " * 4_000, "(a) " * 15_000]
)
def test_long_fields_take_time_in_proportion(value: str) -> None:
    """The standard library's parser does not; of a field so long nobody reads the end."""
    raw = f"From: {value}\nSubject: Ferry\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n{ENCODED}\n"
    found = message_in(raw)
    assert found
    assert found.content.decode() == BODY
    assert "Subject: Ferry\n" in found.head
    assert cost(lambda: message_in(raw)) < 3


def test_a_run_takes_messages_by_their_names(cli: Callable[..., Result], tmp_path: Path) -> None:
    for name, raw in (
        ("page.mhtml", saved()),
        ("page2.mht", saved()),
        ("letter.eml", mail(None, MARKUP)),
        ("saved.html", saved()),
    ):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(raw)
    assert cli("clean", "in", "-o", "out").code == 0
    bodies = {path.name: path.read_text() for path in (tmp_path / "out").glob("*.txt")}
    assert bodies == dict.fromkeys(["page.txt", "page2.txt", "letter.txt", "saved.txt"], f"{BODY}\n")
