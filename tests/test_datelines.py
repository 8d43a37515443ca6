"""A dateline opens an article; it is no credit, wherever a dump breaks its line."""

from __future__ import annotations

import pytest

import cleaner

EN = (
    "The harbour of the northern city reopened on Monday after a long night of storms, officials said.",
    "Ferries were running again by noon, and the port authority said that no one had been hurt in the storm.",
    "The mayor thanked the crews who had worked through the night to clear the docks of debris.",
    "Repairs will take until the end of the week, according to the port authority.",
)
DE = (
    "Der Hafen der Stadt ist nach einer langen Sturmnacht am Montag wieder geöffnet worden, teilten die Behörden mit.",
    "Die Fähren fuhren bis zum Mittag wieder, und nach Angaben der Hafenbehörde wurde niemand verletzt.",
    "Der Bürgermeister dankte den Arbeitern, die in der Nacht die Docks geräumt hatten.",
    "Die Reparaturen dauern nach Angaben der Behörde bis zum Ende der Woche.",
)
ES = (
    "El puerto de la ciudad reabrió este lunes tras una larga noche de tormenta, informaron las autoridades.",
    "Los transbordadores volvieron a funcionar al mediodía y nadie resultó herido, según la autoridad portuaria.",
    "El alcalde agradeció a los equipos que trabajaron durante la noche para despejar los muelles.",
    "Las reparaciones durarán hasta el fin de semana, según la autoridad portuaria.",
)
IT = (
    "Il porto della città ha riaperto lunedì dopo una lunga notte di tempesta, hanno detto le autorità.",
    "I traghetti erano di nuovo in funzione a mezzogiorno e nessuno è rimasto ferito, secondo l'autorità portuale.",
    "Il sindaco ha ringraziato le squadre che hanno lavorato tutta la notte per liberare i moli.",
    "Le riparazioni dureranno fino alla fine della settimana, secondo l'autorità.",
)
PL = (
    "Port w mieście został ponownie otwarty w poniedziałek po długiej nocy sztormów, poinformowały władze.",
    "Promy kursowały ponownie do południa, a według władz portu nikt nie został ranny podczas sztormu.",
    "Burmistrz podziękował załogom, które przez całą noc pracowały nad oczyszczeniem doków.",
    "Naprawy potrwają do końca tygodnia, według władz portu.",
)
RU = (
    "Порт города вновь открылся в понедельник после долгой штормовой ночи, сообщили власти.",
    "Паромы снова ходили к полудню, и, по данным администрации порта, никто не пострадал.",
    "Мэр поблагодарил бригады, которые всю ночь расчищали доки от обломков.",
    "Ремонт продлится до конца недели, сообщили в администрации порта.",
)
JA = (
    "嵐の長い夜の後、北部の都市の港は月曜日に再開したと当局が発表した。",
    "正午までにフェリーの運航が再開され、港湾当局によると負傷者はいなかった。",
    "市長は夜通し埠頭のがれきを片付けた作業員に感謝の意を表した。",
    "港湾当局によると、修理は今週末までかかる見通しだ。",
)
ZH = (
    "经过一夜的暴风雨，北部城市的港口于周一重新开放，官员们说。",
    "渡轮中午前恢复运行，港务局表示风暴中没有人受伤。",
    "市长感谢彻夜清理码头的工作人员。",
    "港务局称，维修工作将持续到本周末。",
)
MARKS = [
    (EN, "WASHINGTON (AP) —"), (EN, "(AP) —"), (EN, "LONDON, May 3 (Reuters) -"), (EN, "(Reuters) -"), (EN, "PARIS, France (AFP) –"),
    (EN, "BEIJING, Feb. 18 (Xinhua) --"), (EN, "MOSCOW, May 3. /TASS/."), (EN, "TOKYO (Kyodo) --"), (EN, "NEW DELHI, May 3 (PTI)"),
    (DE, "Berlin (dpa) -"), (DE, "Berlin/Paris (dpa/AFP) -"), (DE, "WIEN (APA/Reuters) -"), (DE, "Bern, 3. Mai (sda)"),
    (DE, "Hamburg (dpa/lno) –"), (ES, "Madrid, 3 may (EFE).-"), (ES, "BUENOS AIRES (AP) —"), (ES, "(EFE).-"),
    (IT, "(ANSA) - ROMA, 03 MAG -"), (IT, "ROMA (ANSA) -"), (PL, "Warszawa (PAP) –"), (RU, "МОСКВА, 3 мая. /ТАСС/."),
    (RU, "КИЕВ (УНИАН) —"), (JA, "【ワシントン共同】"), (JA, "［東京　３日　ロイター］ -"), (ZH, "新华社北京5月3日电"), (ZH, "【法新社巴黎3日电】"),
]  # fmt: skip  # pairs
BARE = [(EN, "(AP)"), (DE, "(dpa)"), (IT, "(ANSA)"), (PL, "(PAP)"), (JA, "（共同）"), (ZH, "（路透社）")]
TOP = ("Home", "World", "Politics", "Sport", "Culture", "Harbour reopens after storm", "By Jane Roe", "May 3, 2024")
FOOT = ("Share", "Facebook", "Twitter", "Most read", "Copyright 2024. All rights reserved.")


def lines(*given: str) -> str:
    return "\n".join(given) + "\n"


def body(text: str) -> str:
    return cleaner.clean(text).body


@pytest.mark.parametrize(("article", "mark"), [*MARKS, *BARE])
def test_a_dateline_before_its_sentence_stays(article: tuple[str, ...], mark: str) -> None:
    first = mark + ("" if mark[-1] in "】）" else " ") + article[0]
    assert body(lines(first, *article[1:])).startswith(first)
    assert first in body(lines(*TOP, first, *article[1:], *FOOT))


@pytest.mark.parametrize(("article", "mark"), MARKS)
def test_a_dateline_on_a_line_of_its_own_stays(article: tuple[str, ...], mark: str) -> None:
    for text in (lines(mark, *article), lines(TOP[5], mark, *article), lines(*TOP, mark, *article, *FOOT)):
        assert f"{mark}\n\n{article[0]}" in body(text)


@pytest.mark.parametrize(("article", "mark"), BARE)
def test_a_bare_mark_that_opens_an_article_stays(article: tuple[str, ...], mark: str) -> None:
    for text in (lines(mark, *article), lines(TOP[5], mark, *article), lines(*TOP, mark, *article, *FOOT)):
        assert not any(removal.label.endswith("credit") for removal in cleaner.clean(text).removals)
    assert body(lines(mark, *article)).startswith(mark)


@pytest.mark.parametrize(
    "parts",
    [("WASHINGTON", "(AP)"), ("GAZA CITY, Gaza Strip", "(AP)"), ("(AP)",), ("WASHINGTON (AP)",), ("WASHINGTON (AP) —",)],
)
def test_a_dateline_that_is_taken_apart_stays_whole(parts: tuple[str, ...]) -> None:
    """Markup around the place or the agency makes lines of them where a dump has each node on its own."""
    rest = EN[0] if parts[-1].endswith("—") else f"— {EN[0]}"
    assert "\n\n".join([*parts, rest]) in body(lines(*TOP, *parts, rest, *EN[1:], *FOOT))


@pytest.mark.parametrize("mark", ["(AP)", "(Reuters)", "(dpa)"])
def test_an_agency_at_the_end_or_under_a_caption_is_a_credit_as_before(mark: str) -> None:
    ending = cleaner.clean(lines(*TOP, *EN, mark, *FOOT))
    assert ending.body.endswith(EN[-1])
    assert mark.strip("()") in ending.fields.agencies
    under = lines(*EN[:2], "A boat lies at the quay of the harbour on Monday", mark, *EN[2:])
    assert mark not in body(under)
