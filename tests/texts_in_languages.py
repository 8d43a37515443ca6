"""Short texts in many languages, to be put under a headline and a line that is to be tested."""

from __future__ import annotations

from pathlib import Path

_CLEAN = Path(__file__).parent.parent / "fixtures" / "clean"
_ENOUGH = 25
"""Characters of a paragraph; shorter lines of the pieces are headings and lines of dialogue."""
_FEW = 5

_OWN = {
    "en": (
        "The island ferry took its first passengers on Thursday after five months in dry dock.",
        "We had forgotten how quiet it was, the harbour master said, and looked at the gulls.",
        "The repair cost twice as much as planned, and the council is to vote on the bill in June.",
        "On the island they waited with coffee and buns, and the children had the morning off.",
        "The captain thanked those who had mended the ship in the winter, and rang the bell.",
    ),
    "ko": (
        "섬을 오가는 여객선이 다섯 달 만에 목요일 아침 첫 승객을 태우고 다시 바다로 나갔다.",
        "항만 관계자는 배가 이렇게 조용한 줄 잊고 있었다고 말하며 갈매기를 바라보았다.",
        "수리비는 계획보다 두 배가 들었고 시의회는 유월에 이 비용을 표결에 부칠 예정이다.",
        "섬에서는 주민들이 커피와 빵을 준비해 기다렸고 아이들은 학교에서 일찍 나왔다.",
        "선장은 겨울 동안 배를 고친 사람들에게 고맙다고 말하며 종을 울렸다.",
    ),
    "sv": (
        "Den gamla färjan har gått i trafik igen efter fem månader på varvet, och det märktes på bryggan i torsdags.",
        "Vi hade glömt hur tyst hon går, sade hamnkaptenen och såg efter måsarna som följde henne ut.",
        "Reparationen blev dubbelt så dyr som planerat, och kommunen ska rösta om notan i juni.",
        "På ön väntade man med kaffe och bullar, och barnen hade fått ledigt från skolan för att se henne lägga till.",
        "Kaptenen tackade dem som hade lagat båten under vintern och ringde i klockan.",
    ),
    "da": (
        "Øfærgen tog torsdag morgen sine første passagerer efter fem måneder i tørdok.",
        "Vi havde glemt, hvor stille det var, sagde havnemesteren og så efter mågerne.",
        "Reparationen kostede dobbelt så meget som planlagt, og byrådet skal stemme om regningen i juni.",
        "På øen ventede de med kaffe og boller, og børnene havde fri fra skole hele formiddagen.",
        "Kaptajnen takkede dem, der havde istandsat skibet om vinteren, og ringede med klokken.",
    ),
    "no": (
        "Øyferga tok torsdag morgen sine første passasjerer etter fem måneder i tørrdokk.",
        "Vi hadde glemt hvor stille det var, sa havnesjefen og så etter måkene.",
        "Reparasjonen kostet dobbelt så mye som planlagt, og kommunestyret skal stemme over regningen i juni.",
        "På øya ventet de med kaffe og boller, og barna hadde fri fra skolen hele formiddagen.",
        "Kapteinen takket dem som hadde satt skipet i stand om vinteren, og ringte med klokka.",
    ),
    "uk": (
        "Острівний пором у четвер уранці взяв на борт перших пасажирів після п’яти місяців у сухому доку.",
        "Ми вже забули, як тут було тихо, сказав начальник порту й подивився на чайок.",
        "Ремонт коштував удвічі дорожче, ніж планували, і міська рада голосуватиме за рахунок у червні.",
        "На острові чекали з кавою та булочками, а діти мали вільний від школи ранок.",
        "Капітан подякував тим, хто лагодив судно взимку, і вдарив у дзвін.",
    ),
}


def _of_piece(path: Path) -> tuple[str, ...]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if len(line) > _ENOUGH)[:_FEW]


HEADLINE = "Ferry returns after a winter in dock"
MENU = ("Harbour Herald", "News", "Sport", "Culture", "Tide tables", "Subscribe", "Log in", "Search", "Weather", "Letters")
FOOT = ("About us", "Contact", "Privacy policy", "Advertise", "Masthead", "Work with us", "© 2024 Harbour Herald")
PARAGRAPHS: dict[str, tuple[str, ...]] = {
    **{path.name[:2]: _of_piece(path) for path in sorted(_CLEAN.glob("??-*.txt"))},
    **_OWN,
}
"""Five paragraphs of an article, by the code of their language."""


def dump(language: str, *above: str) -> str:
    """A short article with lines above it."""
    return "\n\n".join((*above, *PARAGRAPHS[language]))


def page(language: str, headline: str, *above: str) -> str:
    """The same as a web page, with a headline over all."""
    lines = "".join(f"<p>{line}</p>" for line in (*above, *PARAGRAPHS[language]))
    return f'<html lang="{language}"><body><main><h1>{headline}</h1>{lines}</main></body></html>'


def whole(*above: str, language: str = "en", behind: tuple[str, ...] = ()) -> str:
    """Such a dump between a menu and a footer, with lines behind the article, too."""
    return "\n\n".join(("\n".join(MENU), dump(language, *above), *behind, "\n".join(FOOT)))
