"""Notes on an author as they close guest articles and columns, such as "Jane Roe is professor of history at Leeds".

By its form such a note is a paragraph like any other; that nobody of that name is in the article it does not say by itself
(`cleaner.stages.author_bio` looks).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

_LONGEST = 700
"""Characters of a note: what is longer tells of a person."""
_NAME = (
    r"(?!(?:The|This|Our|Der|Die|Das|Les?|La|El|Los|Las|Il|Lo|Os?|As?|De|Het) )"  # houses and works, no persons
    r"(?:(?:Dr|Prof|Professor|Sir|Dame)\.? )*\p{Lu}[\p{L}\p{M}’'.-]*"
    r"(?: (?:\p{Lu}[\p{L}\p{M}’'.-]*|d[aeiou]|dos|das|del|della|la|le|el|al|van|von|der|den|de la|ter|ten|zu|bin|y|e)){1,4}"
)
_CLAUSE = r"[^.!?:“”„«»\"]"
_APART = rf"(?:,? \([^()]{{1,60}}\))?(?:, {_CLAUSE}{{2,160}},)?"
"""What may stand between the name and what the person is."""


class _Words(NamedTuple):
    """The words of a language, as patterns with spaces between.

    Attributes:
        be: the verbs that join a person to what they are.
        roles: what authors are, without an ending that the plural or another gender adds.
        do: the verbs that say by themselves what authors do.
        ends: the endings of roles.
        begins: what may stand before a role in the same word.
    """

    be: str
    roles: str
    do: str
    ends: str = ""
    begins: str = ""

    def pattern(self) -> str:
        """The beginning of a note in this language, with the ``name`` as a group."""
        be, roles, do = ("|".join(words.split()).replace("_", " ") for words in (self.be, self.roles, self.do))
        is_one = rf"(?:{be}) (?:{_CLAUSE}{{0,90}}[ ’'-])?(?i:{self.begins}(?:{roles})(?:{self.ends}))\b"
        return rf"(?P<name>{_NAME}){_APART} ?(?:{is_one}|(?:{do})\b)"


_COMPOUND = r"\p{L}*"
_WORDS = {
    "en": _Words(
        "is are serves_as works_as has_been",
        "fellow professor lecturer scholar researcher scientist economist historian philosopher sociologist "
        "analyst adviser advisor author novelist essayist poet journalist writer reporter editor columnist "
        "correspondent contributor blogger critic commentator director president chair chairman chairwoman "
        "C[EFTOMI]O (?:co-?)?founder ambassador minister lawyer attorney physician consultant strategist expert "
        "specialist partner candidate student teacher coach psychologist engineer developer designer photographer "
        "manager head member",
        "teaches lectures writes blogs reports",
        ends="s?",
    ),
    "de": _Words(
        "ist sind arbeitet_als",
        "professor autor journalist redakteur redaktor korrespondent kolumnist schriftsteller publizist "
        "historiker ökonom philosoph soziologe? wissenschaftler forscher direktor leiter präsident vorsitzende "
        "gründer rechtsanwalt rechtsanwält experte? mitarbeiter dozent mitglied berater",
        "lehrt forscht schreibt leitet",
        ends="(?:r|e|en|in|innen)?",
        begins=_COMPOUND,
    ),
    "nl": _Words(
        "is zijn",
        "hoogleraar professor docent onderzoeker historicus historica econoom filosoof socioloog schrijver "
        "schrijfster journalist auteur columnist redacteur correspondent directeur voorzitter oprichter advocaat "
        "adviseur deskundige medewerker lid",
        "doceert schrijft leidt",
        ends="(?:e|s)?",
        begins=_COMPOUND,
    ),
    "sv": _Words(
        "är",
        "professor docent lektor forskare historiker ekonom filosof sociolog författare skribent journalist "
        "redaktör krönikör kolumnist korrespondent direktör ordförande grundare advokat rådgivare expert ledamot "
        "medarbetare",
        "undervisar skriver forskar leder",
        begins=_COMPOUND,
    ),
    "da": _Words(
        "er",
        "professor lektor forsker historiker økonom filosof sociolog forfatter skribent journalist redaktør "
        "kommentator korrespondent direktør formand stifter advokat rådgiver ekspert medlem medarbejder",
        "underviser skriver forsker leder",
        begins=_COMPOUND,
    ),
    "no": _Words(
        "er",
        "professor førsteamanuensis forsker historiker økonom filosof sosiolog forfatter skribent journalist "
        "redaktør kommentator korrespondent direktør leder gründer advokat rådgiver ekspert medlem medarbeider",
        "underviser skriver forsker",
        begins=_COMPOUND,
    ),
    "fr": _Words(
        "est sont",
        "professeure? chercheur chercheuse historien économiste philosophe sociologue politologue écrivaine? "
        "romancier romancière essayiste journaliste auteure? autrice éditorialiste chroniqueur chroniqueuse "
        "rédacteur rédactrice maître(?:sse)?_de_conférences directeur directrice présidente? fondateur fondatrice "
        "avocate? députée? consultante? enseignante? doctorante? experte? spécialiste membre médecin ancien",
        "enseigne écrit dirige",
        ends="(?:ne)?s?",
    ),
    "es": _Words(
        "es son",
        "profesora? catedrátic[oa] investigadora? historiadora? economista filósof[oa] sociólog[oa] politólog[oa] "
        "escritora? novelista ensayista periodista autora? columnista redactora? corresponsal directora? "
        "president[ea] (?:co)?fundadora? abogad[oa] diputad[oa] consultora? analista expert[oa] especialista "
        "doctora? miembro docente exministr[oa]",
        "enseña escribe dirige",
        ends="s?",
    ),
    "it": _Words(
        "è sono",
        "professore professoressa docente ricercatore ricercatrice storic[oa] economista filosof[oa] sociolog[oa] "
        "politolog[oa] scrittore scrittrice saggista giornalista autore autrice editorialista corrispondente "
        "direttore direttrice president[ea] fondatore fondatrice avvocat[oa] consulente analista espert[oa] "
        "specialista membro",
        "insegna scrive dirige",
    ),
    "pt": _Words(
        "é são",
        "professora? catedrátic[oa] docente investigadora? pesquisadora? historiadora? economista filósof[oa] "
        "sociólog[oa] politólog[oa] cientista escritora? ensaísta jornalista autora? colunista cronista redatora? "
        "correspondente diretora? presidente (?:co)?fundadora? advogad[oa] deputad[oa] consultora? analista "
        "especialista doutora? membro",
        "ensina escreve dirige leciona",
        ends="s?",
    ),
    "pl": _Words(
        "jest to – —",
        "profesor doktor wykładowc naukow historyk ekonomist filozof socjolog politolog pisar publicyst "
        "dziennikar redaktor autor felietonist korespondent dyrektor prezes założyciel prawnik adwokat ekspert "
        "członk",
        "wykłada pisze kieruje",
        ends=r"\p{Ll}{0,4}",
    ),
    "ru": _Words(
        "– — -",
        "профессор доцент доктор кандидат учёный ученый историк экономист философ социолог политолог писатель "
        "публицист журналист редактор автор обозреватель колумнист корреспондент директор президент председатель "
        "основатель адвокат юрист эксперт",
        "преподаёт преподает пишет",
        ends="(?:ница)?",
    ),
}
_SPEECH = regex.compile(r"[,:] ?[“„«\"]|[,!?][”“»\"]")
"""Quotation marks of speech; those of a title follow a word."""


def noted(text: str, language: str | None) -> str | None:
    """The name that a line begins with and says what that person is or does; ``None`` if it is no such note."""
    if language not in _WORDS or len(text) > _LONGEST or _SPEECH.search(text):
        return None
    found = _pattern(language).match(text)
    return found["name"] if found else None


@cache
def _pattern(language: str) -> regex.Pattern[str]:
    return regex.compile(_WORDS[language].pattern())
