"""The dump of a page of an outlet that nobody has written rules for."""

MENU = ["Frontpage", "Harbour", "Villages", "Council notes", "Tide tables", "Small ads", "Puzzles", "Our shop", "Login"]
ARTICLE = [
    "The harbour of the old town reopened on Monday after a week of storms that had closed the fish market and kept the boats in.",
    "Fishermen waited at the quay before sunrise, and the harbour master opened the gates shortly after six, to some applause.",
    "“We have lost a week, and nobody gives you a week back,” said Ida Holm, who has sold fish on the quay for thirty years.",
    "The mayor said that the storms had cost the fish market more than the whole of last winter, and that she would ask for help.",
    "Two cranes on the northern quay are still being repaired. The harbour master told reporters that they would be ready by May.",
    "Most of the boats are expected to leave the harbour again before the end of the week, if the wind does not turn once more.",
    "The fish market will open for visitors on Saturday, when the mayor is to thank the crews who kept the old gates shut.",
]
FOOT = [
    "Puzzles",
    "Tide tables",
    "Chowder guide",
    "Old maps",
    "Our shop",
    "Contact",
    "Careers",
    "Terms of use",
    "Privacy policy",
    "© 2024",
]
PAGE = "\n".join([*(f"  * {entry}" for entry in MENU), "", *ARTICLE, "", *(f"  * {entry}" for entry in FOOT)])
