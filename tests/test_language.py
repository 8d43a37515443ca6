"""The language of a text: by its script, by its little words, by langdetect where these leave it open."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.language import identify_text, words, words_counted, words_used
from cleaner.model import Language

ARABIC = "قال المسؤول إن السفينة ستبقى في الميناء حتى نهاية الشهر، وإن الركاب سيعودون إلى بيوتهم في المساء. "

INDONESIAN = "Kantor berita melaporkan gempa bumi mengguncang wilayah pesisir Sumatra dan Jawa"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ARABIC * 3, "ar"),
        (ARABIC * 9 + "في لاڑکانہ.", "ar"),  # one name from Pakistan
        ("این کشتی تا پایان ماه در بندر می‌ماند و مسافران شب به خانه برمی‌گردند، گفت یکی از کارکنان.", "fa"),
        ("جہاز مہینے کے آخر تک بندرگاہ میں رہے گا اور مسافر شام کو گھر واپس جائیں گے، اہلکار نے بتایا۔", "ur"),
        (ARABIC * 9 + "قالت الكاتبة پروین گنجی.", "ar"),  # one name from Iran
        ("قایق‌ها پس از توفان به اسکله برگشتند و ماهیگیران تورهای پاره را روی شن پهن کردند تا خشک شود.", "fa"),
        ("طوفان کے بعد کشتیاں گھاٹ پر لوٹ آئیں اور مچھیروں نے پھٹے ہوئے جال ریت پر پھیلا دیے۔", "ur"),
        ("তুফানের পর নৌকাগুলো ঘাটে ফিরে এল, জেলেরা ছেঁড়া জাল বালির ওপর মেলে দিলেন।", "bn"),
        ("หลังพายุสงบเรือกลับเข้าท่า ชาวประมงกางอวนที่ขาดบนหาดทรายให้แห้ง", "th"),
        ("Паром останется в порту до конца месяца, и это не всё, сказал капитан, но что он имел в виду, он не сказал.", "ru"),
        ("The ferry stays in the harbour until the end of the month, and the passengers go home in the evening.", "en"),
        (
            "Trajekt ostaje u luci do kraja mjeseca, a putnici se navečer vraćaju kući, rekao je kapetan koji je već dugo na moru i kojemu nitko nije vjerovao.",
            "hr",
        ),
        (
            "Brod ostaje u luci do kraja meseca, a putnici se uveče vraćaju kući, rekao je kapetan, koji već dugo nije bio na moru, i dodao da će sve biti kako treba.",
            "hr",
        ),
        (
            "Brod ostaje u luci do kraja mjeseca, a putnici se navečer vraćaju kućama, rekao je kapetan, koji kaže da je sve spremno i da će uskoro ponovo isploviti.",
            "hr",
        ),
        (
            "Trajekt ostane v pristanišču do konca meseca, potniki pa se zvečer vračajo domov, je povedal kapitan, ki je že dolgo na morju in mu nihče ni verjel.",
            "sl",
        ),
        (
            "Prom zostanie w porcie do końca miesiąca, a pasażerowie wieczorem wracają do domu, powiedział kapitan, który jest już długo na morzu i któremu nikt nie wierzył.",
            "pl",
        ),
        (
            "Keltas liks uoste iki mėnesio pabaigos, o keleiviai vakare grįš namo, sakė kapitonas, kuris jau seniai yra jūroje ir kuriuo niekas netikėjo.",
            "lt",
        ),
        (
            "Prāmis paliks ostā līdz mēneša beigām, un pasažieri vakarā atgriezīsies mājās, sacīja kapteinis, kurš jau sen ir jūrā un kuram neviens neticēja.",
            "lv",
        ),
        (
            "Parvlaev jääb sadamasse kuu lõpuni ja reisijad lähevad õhtul koju, ütles kapten, kes on juba kaua merel olnud ja keda keegi ei uskunud.",
            "et",
        ),
        (
            "Lautta jää satamaan kuun loppuun asti, ja matkustajat lähtevät illalla kotiin, sanoi kapteeni, joka on jo kauan ollut merellä ja jota kukaan ei uskonut.",
            "fi",
        ),
        (
            "Брод остаје у луци до краја месеца, а путници се увече враћају кући, рекао је капетан, који већ дуго није био на мору, и додао да ће све бити како треба.",
            "sr",
        ),
        (
            "Бродот ќе остане во пристаништето, а патниците ќе се вратат со автобус, рече капетанот, кој веќе долго е на море и кој не можеше да каже што ќе биде со бродот.",
            "mk",
        ),
        (
            "Паром застанецца ў порце да канца месяца, а пасажыры ўвечары вяртаюцца дадому, сказаў капітан, які ўжо даўно на моры і якому ніхто не верыў.",
            "be",
        ),
        (
            "Паром ай соңына дейін айлақта тұрады, ал жолаушылар кешке үйлеріне қайтады, деді көптен бері теңізде жүрген капитан.",
            "kk",
        ),
        ("Кеме айлаққа қайтты, бірақ капитан бұл туралы ештеңе айтпады және үйіне кетті.", "kk"),
        (
            "Паром останется в порту до конца месяца, сказал Нұрсұлтан Қайратұлы, но что он имел в виду, он не сказал и не написал.",
            "ru",
        ),
        (
            "Báturinn kom til hafnar á mánudag og farþegarnir voru fegnir, en það var ekki fyrr en um kvöldið að þeir komust heim.",
            "is",
        ),
        ("Kivuko kilibeba abiria wake wa kwanza kwenda kisiwani baada ya miezi mitano, na hakuna aliyejua kwa nini.", "sw"),
        (
            "Feri itu tidak akan belayar pada hari Isnin kerana enjinnya rosak, dan beliau berkata kerja itu boleh siap esok.",
            "ms",
        ),
        (
            "Feri itu tidak akan berlayar pada hari Senin karena mesinnya rusak, dan ia mengatakan hal itu bisa selesai besok.",
            "id",
        ),
        (
            "El barco no sale del puerto hasta el final del mes, y los pasajeros se van a su casa por la tarde con el perro.",
            "es",
        ),
        ("De boot blijft tot het einde van de maand in de haven en de reizigers gaan in de avond naar huis, zei hij.", "nl"),
        ("ბორანი თვის ბოლომდე ნავსადგურში დარჩება და მგზავრები საღამოს სახლში დაბრუნდებიან.", "ka"),
        ("Լաստանավը մինչև ամսվա վերջ կմնա նավահանգստում, և ուղևորները երեկոյան տուն կգնան։", "hy"),
        ("12, 13 — 14.", None),
    ],
)
def test_script_and_little_words_tell_the_language(text: str, code: str | None) -> None:
    assert identify_text(text, ask_langdetect=False).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ఓడ నెలాఖరు వరకు నౌకాశ్రయంలోనే ఉంటుందని, ప్రయాణికులు సాయంత్రం ఇంటికి తిరిగి వెళతారని ఒక అధికారి చెప్పారు.", "te"),
        ("જહાજ મહિનાના અંત સુધી બંદરમાં રહેશે અને મુસાફરો સાંજે ઘરે પાછા જશે, એમ એક અધિકારીએ જણાવ્યું હતું.", "gu"),
        ("ಹಡಗು ತಿಂಗಳ ಕೊನೆಯವರೆಗೂ ಬಂದರಿನಲ್ಲಿ ಇರುತ್ತದೆ ಮತ್ತು ಪ್ರಯಾಣಿಕರು ಸಂಜೆ ಮನೆಗೆ ಮರಳುತ್ತಾರೆ ಎಂದು ಅಧಿಕಾರಿ ಹೇಳಿದರು.", "kn"),
        ("കപ്പൽ മാസാവസാനം വരെ തുറമുഖത്ത് തുടരുമെന്നും യാത്രക്കാർ വൈകുന്നേരം വീട്ടിലേക്ക് മടങ്ങുമെന്നും ഉദ്യോഗസ്ഥൻ പറഞ്ഞു.", "ml"),
    ],
)
def test_of_scripts_that_are_in_no_table_the_detector_is_asked(text: str, code: str) -> None:
    found = identify_text(text)
    assert (found.code, found.evidence) == (code, "langdetect")
    assert identify_text(text, ask_langdetect=False).evidence == "too short to tell"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Trajekt zostane v prístave do konca mesiaca a cestujúci sa večer vracajú domov, povedal kapitán, ktorý je už dlho na mori a ktorému nikto neveril.",
            "sk",
        ),
        (
            "Trajekt zůstane v přístavu do konce měsíce a cestující se večer vracejí domů, řekl kapitán, který je už dlouho na moři a kterému nikdo nevěřil.",
            "cs",
        ),
        (
            "Корабът остава в пристанището до края на месеца, а пътниците се прибират вечерта, каза капитанът, който отдавна е в морето и на когото никой не вярваше.",
            "bg",
        ),
        (
            "Бродот останува во пристаништето до крајот на месецот, а патниците навечер се враќаат дома, рече капетанот, кој веќе долго е на море и на кој никој не му веруваше.",
            "mk",
        ),
        (
            "El vaixell es queda al port fins a final de mes i els passatgers tornen a casa al vespre, va dir un treballador.",
            "ca",
        ),
        ("Die boot bly tot die einde van die maand in die hawe en die reisigers gaan in die aand huis toe, het hy gesê.", "af"),
        # Nothing in these words is Malay or Indonesian alone, and the detector knows only the one.
        (
            "Kapal itu ada di pelabuhan dan para penumpang tidak dapat pulang dalam satu hari, tetapi mereka sudah lebih tenang.",
            "id",
        ),
    ],
)
def test_of_one_sentence_of_sisters_the_detector_is_asked(text: str, code: str) -> None:
    assert identify_text(text, ask_langdetect=False).code is None
    found = identify_text(text)
    assert (found.code, found.evidence) == (code, "langdetect")


def test_an_ideograph_weighs_as_two_letters() -> None:
    notice = "Notice: what stands above was put here by a reader and may be wrong."
    assert (
        identify_text(f"渡轮在船坞停了五个月之后，星期四早上终于再次载着第一批乘客出海，港务主任看着海鸥。\n{notice}").code
        == "zh"
    )
    assert identify_text(f"渡轮出海了。\n{notice}").code == "en"


def test_letters_of_a_script_that_nothing_knows_are_letters() -> None:
    text = "ᚠᛖᚩᚻ᛫ᛒᛦᚦ᛫ᚠᚱᚩᚠᚢᚱ᛫ᚠᛁᚱᚪ᛫ᚷᛖᚻᚹᛦᛚᚳᚢᛗ"
    assert identify_text(text).evidence == "too short to tell"
    assert identify_text(text * 3) == Language(None, 0.0, "langdetect: it cannot tell")
    assert identify_text("12 ½ — 14").evidence == "no letters"


@given(st.text(st.sampled_from("aZßéİΣπя語½5_'’-—“. \n\u00a0\u0301\ud800") | st.characters()))
@example("The ferry-man’s “dog”—and 3rd cat—don't: l'île d’Yeu, Straße, 語, ½a, a_b, -a-, ''b''")
def test_words_read_by_bytes_are_the_same_words(text: str) -> None:
    assert words_used(text) == set(words(text))
    assert words_counted(text) == Counter(words(text))


def test_threads_that_ask_at_once_get_the_same_answer() -> None:
    """The detector loads its languages when it is first asked, and would judge by those that it has so far."""
    program = (
        "import threading\n"
        "from cleaner.language import identify_text\n"
        f"text, found, start = {INDONESIAN!r}, [], threading.Barrier(6)\n"
        "def ask():\n"
        "    start.wait()\n"
        "    found.append(identify_text(text))\n"
        "threads = [threading.Thread(target=ask) for _ in range(6)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "print({(language.code, language.evidence) for language in [*found, identify_text(text)]})\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told == "{('id', 'langdetect')}\n"
