"""Months and days of the week in the languages of the packs, the little words around a time, and days of other calendars."""

from __future__ import annotations

from datetime import date

ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHORT = (
    "jänner jän ene janv gen янв ιαν", "feber fév févr fev febr фев φεβ φεβρ", "mär mrz mrt μαρ", "avr abr апр απρ",
    "mag μαϊ μαΐ μάι μαι", "giu июн ιουν jún", "juil lug июл ιουλ júl", "ago aoû agu авг αυγ ágú ogo", "set сен сент σεπ σεπτ",
    "okt ott out окт οκτ", "ноя νοε nóv", "dez dic déc des дек δεκ dis",
)  # fmt: skip  # a list
"""What is short or of one country alone, besides what English has: ``ene.``, ``Dez.``, ``Jänner``."""
MONTHS = {
    name: english
    for short, english, names in zip(
        _SHORT,
        ENGLISH,
        (
            "januar january janvier enero gennaio janeiro januari stycznia يناير جانفي января січня ocak tammikuuta "
            "ledna ιανουαρίου január ianuarie януари ינואר בינואר जनवरी "
            "siječnja siječanj januára januara januarja sausio janvāris janvāra janvārī jaanuar јануар јануара "
            "ژانویه جنوری জানুয়ারি জানুয়ারী ஜனவரி มกราคม janar იანვარი հունվար հունվարի ጃንዋሪ ጃንዩወሪ janúar gener januarie",
            "februar february février febrero febbraio fevereiro februari lutego فبراير فيفري شباط февраля лютого "
            "şubat helmikuuta února φεβρουαρίου február februarie февруари פברואר בפברואר फ़रवरी फरवरी "
            "veljače veljača februára februara februarja vasario februāris februāra februārī veebruar фебруар фебруара "
            "فوریه فروری ফেব্রুয়ারি ফেব্রুয়ারী பிப்ரவரி กุมภาพันธ์ shkurt თებერვალი փետրվար փետրվարի ፌብሩዋሪ ፌብሩወሪ febrúar febrer",
            "märz march mars marzo março maart marts marca مارس آذار марта березня mart maaliskuuta března μαρτίου "
            "március martie maret март מרץ במרץ मार्च "
            "ožujka ožujak marta marec kovo martā märts "
            "مارچ মার্চ மார்ச் มีนาคม მარტი մարտ մարտի ማርች març mac machi",
            "april avril abril aprile kwietnia أبريل ابريل إبريل أفريل نيسان апреля квітня nisan huhtikuuta dubna "
            "απριλίου április aprilie април אפריל באפריל अप्रैल "
            "travnja travanj aprila apríla apríl balandžio aprīlis aprīļa aprīlī aprill априла "
            "آوریل اپریل এপ্রিল ஏப்ரல் เมษายน prill აპრილი ապրիլ ապրիլի ኤፕሪል ኤፕረል apríl aprili",
            "mai may mayo maggio maio mei maja مايو ماي أيار мая травня mayıs maj toukokuuta května μαΐου május май "
            "מאי במאי मई "
            "svibnja svibanj mája máj gegužės maijs maija maijā мај маја "
            "ايار ماي مه می مئی মে மே พฤษภาคม მაისი մայիս մայիսի ሜይ maí maig",
            "juni june juin junio giugno junho czerwca يونيو يونيه جوان حزيران июня червня haziran kesäkuuta června "
            "ιουνίου június iunie юни יוני ביוני जून "
            "lipnja lipanj júna jún juna junij junija birželio jūnijs jūnija jūnijā juuni јун јуна јуни "
            "ژوئن جون জুন ஜூன் มิถุนายน qershor ივნისი հունիս հունիսի ጁን júní juny junie",
            "juli july juillet julio luglio julho lipca يوليو يوليه جويلية تموز июля липня temmuz heinäkuuta července "
            "ιουλίου július iulie юли יולי ביולי जुलाई "
            "srpnja srpanj júla júl jula julij julija liepos jūlijs jūlija jūlijā juuli јул јула јули "
            "يوليوز ژوئیه جولای جولائی জুলাই ஜூலை กรกฎาคม korrik ივლისი հուլիս հուլիսի ጁላይ júlí juliol julie julai",
            "august août agosto augustus sierpnia أغسطس اغسطس أوت آب августа серпня ağustos augusti elokuuta srpna "
            "αυγούστου augusztus agustus август אוגוסט באוגוסט अगस्त "
            "kolovoza kolovoz augusta avgust avgusta rugpjūčio augusts augustā "
            "غشت اوت آگوست اگست আগস্ট ஆகஸ்ட் สิงหาคม gusht აგვისტო օգոստոս օգոստոսի ኦገስት ágúst agost ogos agosti",
            "september septembre septiembre settembre setembro września سبتمبر أيلول сентября вересня eylül syyskuuta "
            "září σεπτεμβρίου szeptember septembrie септември ספטמבר בספטמבר सितंबर सितम्बर "
            "rujna rujan septembra septembar rugsėjo septembris septembrī септембар септембра "
            "ايلول شتنبر سپتامبر ستمبر সেপ্টেম্বর செப்டம்பர் กันยายน shtator სექტემბერი սեպտեմբեր սեպտեմբերի ሴፕቴምበር septemba",
            "oktober october octobre octubre ottobre outubro października أكتوبر اكتوبر октября жовтня ekim lokakuuta "
            "října οκτωβρίου október octombrie октомври אוקטובר באוקטובר अक्टूबर अक्तूबर "
            "októbra oktobra oktobar spalio oktobris oktobrī oktoober oktoobri октобар октобра "
            "اکتبر اکتوبر অক্টোবর அக்டோபர் ตุลาคม tetor ოქტომბერი հոկտեմբեր հոկտեմբերի ኦክቶበር oktoba",
            "november novembre noviembre novembro listopada نوفمبر ноября листопада kasım marraskuuta listopadu "
            "νοεμβρίου noiembrie ноември נובמבר בנובמבר नवंबर नवम्बर "
            "studenoga studenog studeni novembra novembar lapkričio novembris novembrī новембар новембра "
            "نونبر نوامبر نومبر নভেম্বর நவம்பர் พฤศจิกายน nëntor ნოემბერი նոյեմբեր նոյեմբերի ኖቬምበር nóvember novemba",
            "dezember december décembre diciembre dicembre dezembro grudnia ديسمبر декабря грудня aralık joulukuuta "
            "prosince δεκεμβρίου decembrie desember декември דצמבר בדצמבר दिसंबर दिसम्बर "
            "prosinca prosinac decembra decembar gruodžio decembris decembrī detsember detsembri децембар децембра "
            "دجنبر دسامبر دسمبر ডিসেম্বর டிசம்பர் ธันวาคม dhjetor დეკემბერი դեկտեմբեր դեկտեմբերի ዲሴምበር disember desemba",
        ),
        strict=True,
    )
    for word in (*names.split(), *short.split())
    for name in {word, word.replace("\u092b\u093c", "\u095e").replace("\u09af\u09bc", "\u09df")}
}
"""Months by name, and what dateutil calls them. Unicode has two letters with a dot below as two signs and as one."""
MONTHS_OF = {"hr": {"listopad": "Oct", "listopada": "Oct"}}
"""Those that another language calls a month of its own, by the language: the same word is November in Polish."""
MONTHS_IN_PARTS = {
    name: english
    for english, names in zip(
        ENGLISH,
        (
            "كانون الثاني,كانون ثاني,ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.",
            "تشرين الأول,تشرين الاول,تشرين أول,ต.ค.", "تشرين الثاني,تشرين ثاني,พ.ย.", "كانون الأول,كانون الاول,كانون أول,ธ.ค.",
        ),
        strict=True,
    )
    for name in names.split(",")
}  # fmt: skip  # a list
"""Those whose names are no single word: two words in the Levant, two or three letters with dots in Thai."""
WEEKDAYS = frozenset(
    name
    for names in (
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi",
        "dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato",
        "domenica segunda terça quarta quinta sexta feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag maanantai tiistai keskiviikko",
        "torstai perjantai lauantai sunnuntai maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina",
        "sunnuntaina poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek neděle",
        "понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер ятниця субота",
        "неділя понеделник сряда четвъртък петък събота неделя pazartesi salı çarşamba perşembe cuma cumartesi pazar luni",
        "marți miercuri joi vineri sâmbătă duminică hétfő kedd szerda csütörtök péntek szombat vasárnap δευτέρα τρίτη",
        "τετάρτη πέμπτη παρασκευή σάββατο κυριακή senin selasa rabu kamis jumat sabtu minggu الأحد الاحد الإثنين الاثنين",
        "الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार 月曜日 火曜日",
        "水曜日 木曜日 金曜日 土曜日 日曜日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 周一 周二 周三 周四",
        "周五 周六 周日 월요일 화요일 수요일 목요일 금요일 토요일 일요일 thứ hai ba tư năm sáu bảy chủ nhật ראשון שני",
        "שלישי רביעי חמישי שישי שבת יום يوم बृहस्पतिवार شنبه یکشنبه یک\u200cشنبه دوشنبه دو\u200cشنبه سه\u200cشنبه چهارشنبه",
        "چهار\u200cشنبه پنجشنبه پنج\u200cشنبه جمعه پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার",
        "শনিবার রবিবার রোববার วันจันทร์ที่ วันอังคารที่ วันพุธที่ วันพฤหัสบดีที่ วันศุกร์ที่ วันเสาร์ที่ วันอาทิตย์ที่ திங்கட்கிழமை செவ்வாய்க்கிழமை",
        "புதன்கிழமை வியாழக்கிழமை வெள்ளிக்கிழமை சனிக்கிழமை ஞாயிற்றுக்கிழமை hënë martë mërkurë enjte premte shtunë diel",
        "ორშაბათი სამშაბათი ოთხშაბათი ხუთშაბათი პარასკევი შაბათი კვირა երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ շաբաթ",
        "կիրակի ሰኞ ማክሰኞ ረቡዕ ሐሙስ ዓርብ አርብ ቅዳሜ እሑድ እሁድ mánudagur mánudaginn þriðjudagur þriðjudaginn miðvikudagur",
        "ponedjeljak ponedeljak utorak srijeda sreda četvrtak petak subota nedjelja nedelja pondelok utorok streda štvrtok",
        "piatok nedeľa ponedeljek torek četrtek petek pirmadienis antradienis trečiadienis ketvirtadienis penktadienis",
        "šeštadienis sekmadienis pirmdiena otrdiena trešdiena ceturtdiena piektdiena sestdiena svētdiena esmaspäev teisipäev",
        "kolmapäev neljapäev reede laupäev pühapäev понедељак уторак среда четвртак петак недеља",
        "miðvikudaginn fimmtudagur fimmtudaginn föstudagur föstudaginn laugardagur laugardaginn sunnudagur sunnudaginn dilluns",
        "dimarts dimecres dijous divendres dissabte diumenge isnin khamis jumaat ahad vrydag saterdag sondag jumatatu jumanne",
        "jumatano alhamisi ijumaa jumamosi jumapili",
    )
    for name in names.split()
)
"""Of English ones dateutil knows. They add nothing to a full date."""
FILLERS = frozenset(
    word
    for words in (
        "um uhr à às as alle ore de del do di le il om uur kl klo klockan ve v w o a godz den am las pelas ora os ώρα",
        "u sati ob godine val plkst kell године",
        "στις года р г ч год року в о об у п saat lúc ngày jam pukul الساعة at on ساعت بوقت बजे को วันที่ เวลา น ժամը בשעה",
        "klukkan þann les d saa",
    )
    for word in words.split()
)
"""What stands between a day and its time of day, or behind a year or an hour."""
SOLAR_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "فروردین حمل", "اردیبهشت ثور", "خرداد جوزا", "تیر سرطان", "مرداد امرداد اسد", "شهریور سنبله", "مهر میزان",
            "آبان عقرب", "آذر قوس", "دی جدی", "بهمن دلو", "اسفند حوت",
        ),
        start=1,
    )
    for word in names.split()
    for name in {word, word.replace("ی", "ي")}
}  # fmt: skip  # a list
"""Months of the Solar Hijri calendar as Iran and Afghanistan call them, from 1 to 12; with the yeh of Arabic keyboards, too."""
_SOLAR_YEARS = range(1304, 1473)
"""Since it became the calendar of Iran, in our 1925, and as far as the leap years are known to be those of the rule below."""


def day_of_solar(year: int, month: int, day: int) -> date | None:
    """A day of the Solar Hijri calendar in ours; ``None`` if there is none such.

    Six months of 31 days, then those of 30, the last of 29 but in leap years, of which eight in 33 years are one.
    """
    if year not in _SOLAR_YEARS or not 1 <= month <= 12:
        return None
    new_year, next_year = _solar_new_year(year), _solar_new_year(year + 1)
    first = new_year + 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    found = first + day - 1
    within = 1 <= day <= (31 if month <= 6 else 30) and found < next_year
    return date.fromordinal(found) if within else None


def _solar_new_year(year: int) -> int:
    """The ordinal of the first of Farvardin: 1403 began on 20 March 2024."""
    since = date(2024, 3, 20).toordinal() - 1403 * 365 - (8 * 1403 + 21) // 33
    return since + year * 365 + (8 * year + 21) // 33
