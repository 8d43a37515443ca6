"""Made-up pages of one outlet: the same furniture on each, and an article of its own."""

from __future__ import annotations

from pathlib import Path

HOST = "news.example"
_HEAD = [
    "The Harbour Post",
    "Menu",
    "Front Page",
    "Harbour",
    "Council",
    "Weather and Tides",
    "Letters",
    "Puzzles",
    "Log in here",
]
_FOOT = [
    "Harbour Post Group",
    "Printing Works",
    "Weather and Tides",
    "Letters",
    "Puzzles",
    "Advertise with the Post",
    "Press Council Code",
    "© 2024 The Harbour Post Company",
]
ARTICLES = {
    "ferry": (
        "Council",
        "Ferry stays in dock for another month",
        "Jane Roe",
        "3 May 2024",
        [
            "The ferry that links the two halves of the town will stay in dock until June, the port authority said on Friday.",
            "Inspectors found cracks in the shaft of the second engine last week, and the part has to be cast anew in the north.",
            "Until then a bus goes around the bay every forty minutes, and passengers are advised to allow an hour for the journey.",
            "Shop owners on the south bank said that the spring had been the worst they could remember since the flood.",
        ],
        ["Lighthouse keeper retires after forty years", "School roof to be mended in the summer"],
    ),
    "library": (
        "Culture",
        "Library opens its cellar to readers",
        "John Doe",
        "17 June 2024",
        [
            "Readers may go down into the cellar of the old library from Monday, where maps of the coast are kept in oak drawers.",
            "The librarian, who has looked after them for three decades, will lead two tours a day and answer every question herself.",
            "Nobody knows who drew the oldest sheet, but the paper was made in a mill that burned down before the great storm.",
            "Visitors are asked to leave their pens at the door, and children are welcome on Saturdays when the light is better.",
        ],
        ["Choir sings in the fish hall again", "A bridge for toads crosses the ring road"],
    ),
    "storm": (
        "Weather",
        "Storm takes the roof off the fish hall",
        "Mary Major",
        "9 August 2024",
        [
            "A gust of wind tore the tin roof off the fish hall on Thursday night and carried it as far as the sailing club.",
            "No one was hurt, because the auction had ended an hour earlier, the fire brigade said in the morning.",
            "Fishermen moved their crates into the old customs house, which has stood empty since the border was opened.",
            "The mayor promised that the market would be held as usual, and that the town would pay for tarpaulins.",
        ],
        ["Tide tables for the coming week", "Who will captain the rowing team"],
    ),
    "school": (
        "Council",
        "School children count the swifts",
        "Peter Minor",
        "21 September 2024",
        [
            "Forty children spent the summer counting swifts under the eaves of the harbour houses, and found more than in any year before.",
            "Their teacher had asked them to note the hour and the weather, and they filled eleven books with careful writing.",
            "A biologist from the university said that the figures were as good as those of her own students, and would be printed.",
            "The owners of two houses have since agreed to put off repairs until the birds have gone south in the autumn.",
        ],
        ["The last net maker of the quay", "Bus fares rise by ten cents"],
    ),
    "bakery": (
        "Business",
        "Bakery wins the right to ring its bell",
        "Anna Smith",
        "2 November 2024",
        [
            "The bakery in Rope Lane may ring a bell when the first loaves leave the oven at five, a court ruled on Wednesday.",
            "A neighbour had complained that he was woken every morning, but the judges found that the custom was older than his house.",
            "The baker said that she would ring more softly, and brought the court a basket of rolls when the ruling was read.",
            "An appeal is possible within a month, although the neighbour told reporters that he had begun to like the sound.",
        ],
        ["Customs house to become a museum", "Winter timetable for the bay bus"],
    ),
}


def page(name: str) -> str:
    """The text of one page."""
    section, title, author, day, paragraphs, others = ARTICLES[name]
    foot = _FOOT if name != "storm" else [*_FOOT[:-1], "© 2025 The Harbour Post Company"]
    body = [f"{section} / {title}", title, f"Words by {author} in town, {day}", *paragraphs, "Also in the paper", *others]
    return "\n\n".join([*_HEAD, *body, *foot]) + "\n"


def write_pages(folder: Path, *names: str) -> Path:
    """Write pages as ``<name>.txt`` (all of them where none is named) and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or ARTICLES:
        (folder / f"{name}.txt").write_text(page(name), encoding="utf-8")
    return folder


def markup(name: str) -> str:
    """The same page as a web page, with names as publishers give them, and as programs and layouts do."""
    section, title, author, day, paragraphs, others = ARTICLES[name]
    menu = "".join(f"<li>{entry}</li>" for entry in _HEAD)
    first, *rest = (f"<p>{text}</p>" for text in paragraphs)
    stories = "".join(f"<p><a href='/x'>{other}</a></p>" for other in others)
    foot = "".join(f"<li>{entry}</li>" for entry in _FOOT)
    return f"""<!doctype html>
<html lang="en"><head><title>{title}</title></head><body>
<header class="css-1q2w3e site-header"><ul class="row">{menu}</ul></header>
<main class="container"><div class="story-prose"><h1>{title}</h1>
<div class="Byline_line__x9Kq2"><span>Words by {author} in town, {day}</span></div>
{first}<aside class="letter-signup" id="signup-1"><h3>Mornings at the quay</h3><p>Gossip and gulls by post</p></aside>{"".join(rest)}
</div><div class="css-9z8y7x">{section}<div class="related-stories"><h3>Also in the paper</h3>{stories}</div></div></main>
<footer class="site-footer"><ul class="row">{foot}</ul></footer></body></html>
"""


COMMENTED = """<html><head><title>Ferry stays in dock</title></head><body>
<nav><ul><li><a href="/a">Harbour matters</a></li><li><a href="/b">Council matters</a></li></ul></nav>
<article><h1>Ferry stays in dock</h1><p>The ferry that links the two halves of the town will stay in dock until June, the authority said.</p>
<p>Inspectors found cracks in the shaft of the second engine last week, and the part has to be cast anew.</p>
<p>Until then a bus goes around the bay every forty minutes, and passengers are advised to allow an hour.</p>
<p>Shop owners on the south bank said that the spring had been the worst they could remember.</p></article>
<section class="reader-comments"><h3>Comments</h3>
<div class="entry"><a href="/u/1">harbourman</a> <a href="/r/1">answer</a></div></section>
<div class="social-links"><ul><li><a href="/f">Pictogram</a></li><li><a href="/t">Chirper</a></li></ul></div>
<footer><ul><li><a href="/w">Printing works</a></li><li><a href="/p">Press council code</a></li></ul></footer>
</body></html>"""
"""A web page of which readers' comments, links to networks and a footer stand behind the article."""
