"""Bytes in the encodings that languages had before UTF-8 are read right, by the words and letters that they make."""

import unicodedata
from collections.abc import Iterator
from functools import partial

import pytest

from cleaner.errors import UnreadableInput
from cleaner.reading.decoding import decode
from tests.conftest import ROOT
from tests.markup import cost

ENCODINGS = {
    "ar": "cp1256 iso8859-6", "bg": "cp1251 iso8859-5", "cs": "cp1250 iso8859-2", "de": "cp1252 iso8859-1 iso8859-15 cp850",
    "el": "cp1253 iso8859-7", "es": "cp1252 iso8859-15", "fi": "cp1252 iso8859-15", "fr": "cp1252 iso8859-15 mac-roman",
    "he": "cp1255 iso8859-8", "hu": "cp1250 iso8859-2", "it": "cp1252 iso8859-1", "ja": "cp932 euc_jp", "nl": "cp1252",
    "pl": "cp1250 iso8859-2", "pt": "cp1252 iso8859-1", "ro": "cp1250 iso8859-2", "ru": "cp1251 koi8-r iso8859-5 cp866",
    "tr": "cp1254 iso8859-9", "vi": "cp1258", "zh": "gb18030 big5",
}  # fmt: skip  # a table
PIECES = {path.name[:2]: path.read_text(encoding="utf-8") for path in (ROOT / "fixtures" / "clean").glob("??-*.txt")}
# What encodings without it have instead.
PLAIN = str.maketrans({
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "״": '"', "‘": "'", "’": "'", "׳": "'", "–": "-", "—": "-", "…": "...",
    "ș": "ş", "ț": "ţ", "Ș": "Ş", "Ț": "Ţ",
})  # fmt: skip  # a table


def encoded(text: str, codec: str) -> bytes:
    return b"".join(_sign(sign, codec) for sign in text)


def _sign(sign: str, codec: str) -> bytes:
    tones = "\u0300\u0301\u0303\u0309\u0323"  # Vietnamese in bytes: the letter, then its tone
    parts = unicodedata.normalize("NFD", sign)
    tone = next((mark for mark in parts[1:] if mark in tones), "")
    forms = (sign, unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else sign, sign.translate(PLAIN))
    for form in forms:
        try:
            return form.encode(codec)
        except UnicodeError:
            continue
    return b""


def samples(length: int) -> Iterator[tuple[str, str, bytes]]:
    """Stretches of each piece that have something beyond ASCII, in each encoding."""
    for language, codecs in ENCODINGS.items():
        piece = PIECES[language]
        for codec in codecs.split():
            for start in range(0, max(1, len(piece) - length + 1), max(length, len(piece) // 6)):
                raw = encoded(piece[start : start + length], codec)
                if not raw.isascii():
                    yield language, codec, raw


@pytest.mark.parametrize(("length", "tried", "wrong"), [(150, 240, 0), (500, 110, 0), (1500, 40, 0)])
@pytest.mark.hostile(13)
def test_how_many_texts_are_read_right(length: int, tried: int, wrong: int) -> None:
    """Of 20 languages in 41 encodings all, from 150 characters on."""
    found = list(samples(length))
    failed = [
        f"{language} in {codec}, read as {decoded.encoding}: {decoded.text[:60]}"
        for language, codec, raw in found
        if nfc((decoded := decode(raw)).text) != nfc(raw.decode(codec))
    ]
    assert len(found) >= tried
    assert len(failed) <= wrong, failed


def test_short_articles_are_read_right() -> None:
    """All of 100, mostly of 120 to 700 characters; of them 97 before the last three were looked at."""
    failed, tried = [], 0
    for path in sorted((ROOT / "fixtures" / "clean" / "short").glob("*.txt")):
        for codec in ENCODINGS.get(path.name[:2], "").split():
            raw = encoded(path.read_text(encoding="utf-8"), codec)
            if not raw.isascii():
                tried += 1
                failed += [] if nfc(decode(raw).text) == nfc(raw.decode(codec)) else [f"{path.name} in {codec}"]
    assert tried >= 100
    assert failed == []


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


# No language of these had a part in the choice of letters' weights.
OTHERS = {
    "sv": ("cp1252", "Färjan över sundet ställdes in på lördagen, sade kaptenen. Ön har bara nio åretruntboende, och de får nu vänta på båten i två dygn. ”Vi är vana”, sade en av dem."),
    "da": ("cp1252", "Færgen over sundet blev aflyst lørdag, sagde kaptajnen. Øen har kun ni fastboende, og de må nu vente på båden i to døgn. De er vant til det, sagde en af dem."),
    "no": ("iso8859-1", "Fergen over sundet ble innstilt lørdag, sa kapteinen. Øya har bare ni fastboende, og de må nå vente på båten i to døgn. Vi er vant til det, sa en av dem."),
    "is": ("cp1252", "Ferjan yfir sundið féll niður á laugardag, sagði skipstjórinn. Á eyjunni búa aðeins níu manns allt árið og þeir þurfa nú að bíða eftir bátnum í tvo sólarhringa."),
    "uk": ("cp1251", "Пором через протоку в суботу скасували, сказав капітан. На острові цілий рік живе лише дев’ять людей, і тепер їм доведеться чекати на човен дві доби. Їх це не дивує."),
    "uk ": ("koi8-u", "Пором через протоку в суботу скасували, сказав капітан. На острові цілий рік живе лише девять людей, і тепер їм доведеться чекати на човен дві доби. Їх це не дивує."),
    "hr": ("cp1250", "Trajekt preko tjesnaca u subotu je otkazan, rekao je kapetan. Na otoku cijele godine živi samo devet ljudi, i oni će sada čekati brod još dva dana. Već su naučeni, kažu."),
    "sl": ("iso8859-2", "Trajekt čez ožino je v soboto odpadel, je povedal kapitan. Na otoku vse leto živi samo devet ljudi, ki bodo zdaj čakali na ladjo še dva dni. Saj so vajeni, pravijo."),
    "sk": ("cp1250", "Trajekt cez úžinu v sobotu zrušili, povedal kapitán. Na ostrove žije celý rok iba deväť ľudí a tí teraz budú čakať na loď ešte dva dni. Sú zvyknutí, tvrdia, že môžu čakať."),
    "lt": ("cp1257", "Keltas per sąsiaurį šeštadienį buvo atšauktas, sakė kapitonas. Saloje ištisus metus gyvena tik devyni žmonės, ir dabar jie turės laukti laivo dar dvi paras. Jie įpratę."),
    "lv": ("cp1257", "Prāmis pāri šaurumam sestdien tika atcelts, sacīja kapteinis. Salā visu gadu dzīvo tikai deviņi cilvēki, un tagad viņiem būs jāgaida kuģis vēl divas dienas. Viņi ir pieraduši."),
    "et": ("cp1257", "Praam üle väina jäi laupäeval ära, ütles kapten. Saarel elab aasta läbi ainult üheksa inimest ja nemad peavad nüüd paati ootama veel kaks ööpäeva. Nad on sellega harjunud, ütlevad nad."),
    "ca": ("cp1252", "El transbordador de l'estret es va suspendre dissabte, va dir el capità. A l'illa només hi viuen nou persones tot l'any, i ara hauran d'esperar el vaixell dos dies més. Ja hi estan avesats, això sí."),
    "ko": ("cp949", "해협을 건너는 배가 토요일에 취소되었다고 선장이 말했다. 섬에는 일 년 내내 아홉 명만 살고 있으며, 이들은 이제 이틀을 더 기다려야 한다. 주민들은 익숙하다고 했다."),
    "th": ("cp874", "เรือข้ามช่องแคบหยุดเดินเมื่อวันเสาร์ กัปตันกล่าว บนเกาะมีคนอยู่ตลอดปีเพียงเก้าคน และพวกเขาต้องรอเรืออีกสองวัน ชาวบ้านบอกว่าคุ้นเคยแล้ว"),
    "sr": ("cp1251", "Трајект преко теснаца у суботу је отказан, рекао је капетан. На острву целе године живи само девет људи, и они ће сада чекати брод још два дана. Већ су научени, кажу."),
}  # fmt: skip  # texts


@pytest.mark.parametrize(("codec", "text"), OTHERS.values(), ids=OTHERS)
def test_other_languages_are_read_right(codec: str, text: str) -> None:
    raw = encoded(text, codec)
    decoded = decode(raw)
    assert decoded.text == raw.decode(codec)
    assert decoded.found == "guess"


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1252", "The owner of the Café Zürich, Mr. Núñez, said that the façade would be kept as it was."),
        ("cp1252", "“We won’t close the harbour,” the mayor said – and it didn’t. A ticket is £4 or €5."),
        ("cp1252", "It is 2½ miles to the gate, at 30° and more, and © 2019 stands over it."),
        ("iso8859-15", "Le cœur de la manœuvre coûte 20 €, dit le maître d'œuvre de l'ouvrage."),
        ("cp1254", "Şampiyon gümüş madalyayı kızına verdi ve ağladı."),
        ("cp1250", "Őrült nagy hős volt ez a fiú, és mégis elűzték a faluból."),
        ("cp1252", "Überall im Dorf hört man Türen schlagen, wenn der Föhn über die Höhen kommt."),
        ("cp1252", "Não há coração que não dê razão às mães, disse o capitão à tripulação."),
        ("iso8859-15", "Cassez trois œufs sur la pâte, et versez le lait chaud au cœur du plat."),
        ("iso8859-7", "Ένα φορτηγό γεμάτο πορτοκάλια ανατράπηκε χθες έξω από το Άργος, και ο οδηγός είναι καλά."),
        ("cp1255", "עשרים דיירים פונו אתמול מביתם ברחוב הגפן, לאחר שצינור מים התפוצץ במרתף של הבניין ולא נסגר."),
        ("cp1251", "Взгляд агентства на контрстратегию был прост: ждать, пока всё не станет ясно."),
        ("cp1253", "Ο δήμαρχος είπε ότι το λιμάνι θα ανοίξει ξανά την Δευτέρα, μετά από μια μεγάλη νύχτα."),
    ],
)
def test_a_sentence_is_enough_where_it_has_words_and_letters_of_its_language(codec: str, text: str) -> None:
    assert decode(text.encode(codec)).text == text


def test_what_stands_in_tags_says_nothing_of_the_language() -> None:
    text = "".join(f'<div class="a of the {n}"><a href="/the/of/{n}">Eskişehir</a>\n' for n in range(400))
    text += "<p>Belediye başkanı ışıkların bir gece için kapatılacağını söyledi.</p>"
    assert decode(text.encode("cp1254")).text == text


def test_a_word_beyond_ascii_may_stand_far_from_the_start() -> None:
    text = "The mayor said so at noon.\n" * 2000 + "And Jürgen Größe, of the Café Royal, agreed with her.\n"
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (text, "cp1252")


@pytest.mark.parametrize("text", ["The café.", "Größe", "naïve"])
def test_a_few_letters_are_western_ones(text: str) -> None:
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.warnings) == (text, ("encoding guessed: cp1252",))


def test_noise_is_in_no_encoding() -> None:
    noise = bytes((n * n * 7 + n * 31 + 13) % 255 + 1 for n in range(4000))
    with pytest.raises(UnreadableInput) as caught:
        decode(noise)
    assert caught.value.kind == "undecodable"


@pytest.mark.hostile(69)
@pytest.mark.parametrize("piece", ["a", "a.", "-", "&a", "<a", "a@", "éà", "http://"])
def test_an_encoding_is_guessed_in_time_that_grows_with_the_bytes(piece: str) -> None:
    """Four times the bytes take no sixteen times as long."""
    small, large = (cost(partial(decode, f"{piece * count}été très".encode("cp1252"))) for count in (20_000, 80_000))
    assert large < 12 * small + 0.1


@pytest.mark.parametrize(
    "beside", ["john.doe-x@mail.example", "a@b", "<b class=x>", "&eacute;", "https://x.example/a", f"{'x' * 60}@mail.example"]
)
def test_what_is_no_prose_does_not_count_in_a_guess(beside: str) -> None:
    """Addresses, tags and entities are of no language, wherever they stand."""
    sample = f"{beside} Il était très fâché de l’été passé à l’hôtel, où la fenêtre gelée ne fermait pas. {beside}"
    assert decode(sample.encode("cp1252")).text == sample


@pytest.mark.parametrize("paragraph", [line for line in PIECES["th"].splitlines() if len(line) > 60])
def test_thai_in_bytes_is_known_by_its_vowels(paragraph: str) -> None:
    assert decode(encoded(paragraph, "cp874")).encoding == "cp874"


@pytest.mark.hostile(69)
def test_a_long_run_of_letters_takes_time_in_proportion() -> None:
    def one(size: int) -> float:
        raw = b"acgt" * size + " café, très bien, dit-elle".encode("cp1252")
        return cost(lambda: decode(raw))

    assert one(1_400) < 8 * one(350) + 0.05
