"""What months and days of the week are called in the languages of the packs, and the little words around a time."""

from __future__ import annotations

ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHORT = (
    "jänner jän ene janv gen янв", "feber fév févr fev febr фев", "mär mrz mrt", "avr abr апр", "mag", "giu июн",
    "juil lug июл", "ago aoû agu авг", "set сен сент", "okt ott out окт", "ноя", "dez dic déc des дек",
)  # fmt: skip  # a list
"""What is short or of one country alone, besides what English has: ``ene.``, ``Dez.``, ``Jänner``."""
MONTHS = {
    name: english
    for short, english, names in zip(
        _SHORT,
        ENGLISH,
        (
            "januar january janvier enero gennaio janeiro januari stycznia يناير جانفي января січня ocak tammikuuta "
            "ledna ιανουαρίου január ianuarie януари ינואר בינואר जनवरी",
            "februar february février febrero febbraio fevereiro februari lutego فبراير فيفري شباط февраля лютого "
            "şubat helmikuuta února φεβρουαρίου február februarie февруари פברואר בפברואר फ़रवरी फरवरी",
            "märz march mars marzo março maart marts marca مارس آذار марта березня mart maaliskuuta března μαρτίου "
            "március martie maret март מרץ במרץ मार्च",
            "april avril abril aprile kwietnia أبريل ابريل إبريل أفريل نيسان апреля квітня nisan huhtikuuta dubna "
            "απριλίου április aprilie април אפריל באפריל अप्रैल",
            "mai may mayo maggio maio mei maja مايو ماي أيار мая травня mayıs maj toukokuuta května μαΐου május май "
            "מאי במאי मई",
            "juni june juin junio giugno junho czerwca يونيو يونيه جوان حزيران июня червня haziran kesäkuuta června "
            "ιουνίου június iunie юни יוני ביוני जून",
            "juli july juillet julio luglio julho lipca يوليو يوليه جويلية تموز июля липня temmuz heinäkuuta července "
            "ιουλίου július iulie юли יולי ביולי जुलाई",
            "august août agosto augustus sierpnia أغسطس اغسطس أوت آب августа серпня ağustos augusti elokuuta srpna "
            "αυγούστου augusztus agustus август אוגוסט באוגוסט अगस्त",
            "september septembre septiembre settembre setembro września سبتمبر أيلول сентября вересня eylül syyskuuta "
            "září σεπτεμβρίου szeptember septembrie септември ספטמבר בספטמבר सितंबर सितम्बर",
            "oktober october octobre octubre ottobre outubro października أكتوبر اكتوبر октября жовтня ekim lokakuuta "
            "října οκτωβρίου október octombrie октомври אוקטובר באוקטובר अक्टूबर अक्तूबर",
            "november novembre noviembre novembro listopada نوفمبر ноября листопада kasım marraskuuta listopadu "
            "νοεμβρίου noiembrie ноември נובמבר בנובמבר नवंबर नवम्बर",
            "dezember december décembre diciembre dicembre dezembro grudnia ديسمبر декабря грудня aralık joulukuuta "
            "prosince δεκεμβρίου decembrie desember декември דצמבר בדצמבר दिसंबर दिसम्बर",
        ),
        strict=True,
    )
    for name in (*names.split(), *short.split())
}
"""Months by name, and what dateutil calls them."""
LEVANTINE = {"كانون الثاني": "Jan", "تشرين الأول": "Oct", "تشرين الثاني": "Nov", "كانون الأول": "Dec"}
"""Those whose names are two words."""
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
        "שלישי רביעי חמישי שישי שבת יום",
    )
    for name in names.split()
)
"""Of English ones dateutil knows. They add nothing to a full date."""
FILLERS = frozenset(
    word
    for words in (
        "um uhr à às as alle ore de del do di le il om uur kl klo klockan ve v w o a godz den am las pelas ora os ώρα",
        "στις года р г ч год року в о об у п saat lúc ngày jam pukul الساعة at on",
    )
    for word in words.split()
)
"""What stands between a day and its time of day, or behind a year or an hour."""
