"""Subheads, exclamations, steps and corrections of an article that read like furniture of a site, in the languages whose packs know many words of it."""

from __future__ import annotations

import pytest

import cleaner
from tests.texts_in_languages import PARAGRAPHS

PIECES = {
    "af": (
        "Spyskaart",
        "Ons gebruik koekies vir die basis van die tert.",
        "Sosiale media",
        "Weervoorspelling",
        "Sluit aan!",
        "Om alles te lees, sou jare neem.",
        "Het jy iets op die hart? Sê dit vandag nog vir jou ma.",
        "Adres: Kerkstraat 4",
        "Die skrywer is ʼn vermoorde joernalis.",
        "Regstelling: ʼn Vorige weergawe van hierdie artikel het die verkeerde datum genoem.",
    ),
    "bn": (
        "বিষয়:",
        "আজকের রাশিফল",
        "ব্যবহারবিধি",
        "উত্তর দিন।",
        "আমরা সকালে কুকি বানাই, বিকেলে খাই।",
        "ভাত বাদ দিয়ে এগিয়ে যান",
        "সংশোধনী: এই প্রতিবেদনের আগের সংস্করণে তারিখ ভুল ছিল।",
    ),
    "ca": (
        "Xarxes socials",
        "Fem servir les galetes en la segona capa.",
        "Si continues navegant cap al nord, trobaràs el far.",
        "Portada",
        "Protecció de dades",
        "Fes-te de la colla",
        "Per continuar llegint calia encendre una espelma.",
        "Rep cada dia tres cartes d’amor a la bústia.",
        "Segueix el seu ídol a Instagram.",
        "Dona suport al diari del seu poble des de fa anys.",
        "Director: Pere Vila",
        "Correcció: una versió anterior d’aquest article donava una data equivocada.",
    ),
    "et": (
        "Küpsised",
        "Mida otsid?",
        "On sul lugu?",
        "Autoriõigused",
        "Otsing",
        "Meeldib",
        "Toeta meid!",
        "Kommentaar:",
        "Ilma loata ei tohi keegi merele minna.",
        "Autor on mõrvatud ajakirjanik.",
        "Parandus: artikli varasemas versioonis oli vale kuupäev.",
    ),
    "fa": (
        "حریم خصوصی",
        "نرخ ارز",
        "ثبت نام",
        "کمک مالی",
        "نظر شما چیست؟",
        "پاسخ دهید.",
        "ما برای صبحانه از کوکی شکلاتی خوردیم و راه افتادیم.",
        "نویسنده کتاب مدیر مدرسه است.",
        "اصلاحیه: در نسخه پیشین این مطلب تاریخ اشتباه آمده بود.",
    ),
    "hr": (
        "Kolačići",
        "Imaš priču?",
        "Zatvori",
        "Prijava",
        "Komentar:",
        "20 pregleda",
        "Pomozite nam!",
        "Preporučujemo: Krvavice s kupusom i čašu graševine.",
        "Nije dozvoljeno objavljivanje imena djece bez suglasnosti roditelja.",
        "Autor je ubijeni novinar lista Luka.",
        "Ispravak: ranija verzija ovog članka navodila je pogrešan datum.",
    ),
    "hy": (
        "Սոցիալական ցանցեր",
        "Եղանակի տեսություն",
        "Էթիկայի կանոններ",
        "Հասցե՝ Աբովյան 4",
        "Եթե սխալ եք գտել, մի շտապեք ջնջել",
        "Հեղինակը սպանված լրագրող է։",
        "Ուղղում՝ հոդվածի նախորդ տարբերակում ամսաթիվը սխալ էր նշված։",
    ),
    "is": (
        "Dagskrá",
        "Við notum kökur til að gleðja börnin.",
        "Flokkar",
        "Siðareglur",
        "Samfélagsmiðlar",
        "Til að lesa meira þarftu að kveikja ljósið.",
        "Sími: 555 1234",
        "Höfundur er myrtur blaðamaður.",
        "Leiðrétting: Í fyrri útgáfu fréttarinnar var ranglega farið með dagsetningu.",
    ),
    "ka": (
        "სოციალური ქსელები",
        "გამოსვლა",
        "ამინდის პროგნოზი",
        "გირჩევთ: ხაჭაპური და ერთი ჭიქა ღვინო.",
        "მისამართი: რუსთაველის 4",
        "თუ შეცდომას აღმოაჩენთ, ნუ იჩქარებთ",
        "ავტორი მოკლული ჟურნალისტია.",
        "შესწორება: სტატიის წინა ვერსიაში თარიღი არასწორად იყო მითითებული.",
    ),
    "lt": (
        "Pradžia",
        "Ko ieškote?",
        "Turite istoriją?",
        "Paieška",
        "Autorių teisės",
        "Patinka",
        "Komentaras:",
        "Paremkite mus!",
        "Draudžiama skelbti vaikų vardus be tėvų sutikimo.",
        "Autorius yra nužudytas žurnalistas.",
        "Pataisymas: ankstesnėje straipsnio versijoje buvo nurodyta neteisinga data.",
    ),
    "lv": (
        "Meklēšana",
        "Ko meklējat?",
        "Vai tev ir stāsts?",
        "Parole",
        "Datu aizsardzība",
        "Jaunākie",
        "Atbalstiet mūs!",
        "Bez atļaujas makšķerēšana ezerā ir aizliegta.",
        "Autors ir nogalinātais žurnālists.",
        "Labojums: iepriekšējā raksta versijā bija norādīts nepareizs datums.",
    ),
    "ms": (
        "Waktu solat",
        "Kami menggunakan kuki untuk lapisan kek.",
        "Soalan lazim",
        "Ramalan cuaca",
        "Pengarang Abdullah Hussain menulis novel itu pada tahun 1971.",
        "Pengarah Urusan Ahmad Razali akan bersara bulan depan.",
        "Penulis bekas tahanan itu kini menulis novel kedua.",
        "Alamat: Jalan Masjid 4",
        "Laporan Polis Dibuka",
        "Pembetulan: Versi terdahulu artikel ini menyatakan tarikh yang salah.",
    ),
    "sk": (
        "Registrácia",
        "Čo hľadáte?",
        "Hore",
        "Autorské práva",
        "Komentár:",
        "Pomôžte nám!",
        "Odporúčame: Halušky s bryndzou a pohár žinčice.",
        "Publikovanie fotografií obetí je zakázané.",
        "Autor je zavraždený novinár.",
        "Oprava: V pôvodnej verzii článku sme uviedli nesprávny dátum.",
    ),
    "sl": (
        "Piškotki",
        "Kaj iščete?",
        "Iskanje",
        "Geslo",
        "Avtorske pravice",
        "20 ogledov",
        "Podprite nas!",
        "Ni dovoljeno objavljanje imen otrok brez soglasja staršev.",
        "Avtor je umorjeni novinar.",
        "Popravek: V prejšnji različici članka smo navedli napačen datum.",
    ),
    "sw": (
        "Mitandao ya kijamii",
        "Kanusho",
        "Tunatumia kuki kwa kupamba keki.",
        "Habari za leo",
        "Mkurugenzi Juma Hassan atafika Jumatatu.",
        "Simu Mpya Yazinduliwa Dar es Salaam",
        "Aina: Ng’ombe wa maziwa",
        "Na Rais Samia Suluhu Hassan",
        "Marekebisho: Toleo la awali la makala hii lilitaja tarehe isiyo sahihi.",
    ),
    "th": (
        "สารบัญ",
        "ราคาทองวันนี้",
        "โซเชียลมีเดีย",
        "แจ้งเบาะแสได้ที่สถานีตำรวจ",
        "เราใช้คุกกี้เนยสดโรยหน้าเค้กก่อนเสิร์ฟ",
        "ติดตามข่าวลูกชายทางเฟซบุ๊กทุกคืนด้วยใจระทึก",
        "หมายเหตุ: บทความนี้เผยแพร่แล้วแก้ไขวันที่ให้ถูกต้อง",
    ),
    "uk": (
        "До теми про вал рада ще повернеться, пообіцяв голова.",
        "Читайте також Франка, Лесю Українку, Стефаника та інших",
        "Детальніше на prystan.example розповів капітан порома.",
        "Фото: поліція показала розбитий міст",
        "Близько двох годин тому дзвін озвався знову.",
        "Усього коментарів було троє: капітан, кухар і гудок.",
    ),
    "ur": (
        "سونے کی قیمت",
        "نماز کے اوقات",
        "بند کریں",
        "آپ کے لیے",
        "کوئی تبصرہ نہیں۔",
        "ہم کوکیز بیکری کا تیل استعمال نہیں کرتے اور گھی ڈالتے ہیں۔",
        "غم چھوڑ کر آگے بڑھیں",
        "مصنفہ مقتول صحافی ہیں۔",
        "تصحیح: اس خبر کے پہلے ورژن میں تاریخ غلط لکھی گئی تھی۔",
    ),
}

MEDIA = {
    "et": "Vaata videot",
    "fa": "مشاهده گالری",
    "hr": "Tekst se nastavlja ispod videa",
    "lt": "Tekstas tęsiasi po nuotrauka",
    "lv": "Raksts turpinās zem attēla",
    "sk": "Článok pokračuje pod videom",
    "sl": "Članek se nadaljuje pod videom",
    "th": "ชมคลิป",
    "ur": "ویڈیو دیکھیں",
}
"""Where the article goes on below a picture or a video."""


@pytest.mark.parametrize("at", [2, -1])
@pytest.mark.parametrize(("language", "piece"), [(language, piece) for language in PIECES for piece in PIECES[language]])
def test_a_piece_of_an_article_that_reads_like_furniture_stays(language: str, piece: str, at: int) -> None:
    article = list(PARAGRAPHS[language])
    article.insert(at, piece)
    cleaned = cleaner.clean("\n\n".join(article))
    assert cleaned.body.splitlines() == "\n\n".join(article).splitlines()


@pytest.mark.parametrize("at", [1, 2, -1])
@pytest.mark.parametrize(("language", "button"), MEDIA.items())
def test_what_stands_below_a_video_is_the_article(language: str, button: str, at: int) -> None:
    article = list(PARAGRAPHS[language])
    article.insert(at, button)
    assert cleaner.clean("\n\n".join(article)).body == "\n\n".join(PARAGRAPHS[language])
