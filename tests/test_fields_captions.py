"""What stands below the pictures of a page."""

import pytest

from cleaner.fields import lift
from cleaner.fields.page import stated
from tests.stated import ARTICLE, PROSE, found, page


def test_captions_stand_above_the_end_of_the_article_and_their_credits_apart() -> None:
    figure = '<figure><img><figcaption>The ferry in dock. <span class="photo-credit">Jane Roe/Wire</span></figcaption></figure>'
    teaser = "<figure><figcaption>Another story</figcaption></figure>"
    document = page(body="<h1>Ferry</h1>" + figure + PROSE + teaser)
    values = stated(document, document.text.index("said on Friday")).values
    assert (values["captions"], values["photo_credits"]) == (("The ferry in dock.",), ("Jane Roe/Wire",))
    assert stated(document).values["captions"] == ("The ferry in dock.", "Another story")


def test_beside_a_portrait_stand_byline_and_time_and_neither_is_a_caption() -> None:
    captions = [
        "<address>Von <a>Jane Roe</a>, Redakteurin</address><p>Harbour</p><time>10.09.2025, 09:53 Uhr</time>",
        "<p>By Jane Roe</p><p><time>10.09.2025, 09:53</time></p><p>The dock.</p>",
        "The ferry in <time>May 2024</time>",
        "Von Trapp Family",
    ]
    figures = "".join(f"<figure><figcaption>{caption}</figcaption></figure>" for caption in captions)
    assert found("captions", body="<h1>Ferry</h1>" + figures + PROSE, data=ARTICLE) == (
        ("The dock.", "The ferry in May 2024", "Von Trapp Family"),
        "figcaption",
    )


@pytest.mark.parametrize(
    ("caption", "captions", "credits"),
    [
        ("<span>The ferry in dock.</span> <span>© AFP | HANDOUT</span>", ("The ferry in dock.",), ("© AFP | HANDOUT",)),
        ("The ferry in dock. © Jane Roe/Wire", ("The ferry in dock.",), ("© Jane Roe/Wire",)),
        ("The ferry in dock | © 2019 Jane Roe", ("The ferry in dock",), ("© 2019 Jane Roe",)),
        ("The ferry in dock (© Wire).", ("The ferry in dock",), ("© Wire",)),
        ("<span>©</span> <a>Wire</a>", (), ("© Wire",)),
        ("The ferry, a © in its sign, " + "and its long way home " * 8, ("The ferry, a © in its sign, " + "and its long way home " * 8,), ()),
    ],
)  # fmt: skip  # a table
def test_a_credit_begins_with_its_sign(caption: str, captions: tuple[str, ...], credits: tuple[str, ...]) -> None:
    fields = lift(page(body=f"<h1>Ferry</h1><figure><figcaption>{caption}</figcaption></figure>{PROSE}"), ()).fields
    assert (fields.captions, fields.photo_credits) == (tuple(text.strip() for text in captions), credits)


@pytest.mark.parametrize(
    ("shown", "credit"),
    [
        ("Photograph: K. Rowan/Courier Pictures", "K. Rowan/Courier Pictures"),
        ("Photo by Jane Roe", "Jane Roe"),
        ("Photo credit: Jane Roe/Wire", "Jane Roe/Wire"),
        ("Foto: Anna Berg", "Anna Berg"),
        ("写真：高瀬", "高瀬"),
        ("© Wire", "© Wire"),
        ("Photo Wire", "Photo Wire"),
        ("Imagery: Jane Roe", "Imagery: Jane Roe"),
        ("Picturesque Bild: Press", "Picturesque Bild: Press"),
    ],
)
def test_the_word_for_a_picture_before_a_credit_is_no_part_of_it(shown: str, credit: str) -> None:
    figure = f'<figure><figcaption>The ferry in dock. <span class="credit">{shown}</span></figcaption></figure>'
    fields = lift(page(body=f"<h1>Ferry</h1>{figure}{PROSE}"), ()).fields
    assert (fields.captions, fields.photo_credits) == (("The ferry in dock.",), (credit,))
