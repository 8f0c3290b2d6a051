"""What stands around a number and makes part of its value: scale words, currencies, percent, units, number words.

Chosen by hand for the languages in which reports are written most; a word that is not here is a word like any
other, and the number beside it is compared by its digits alone.
"""

from __future__ import annotations

import re

# Powers of ten. Words that mean different things in different languages ("billion", "milliard", "bil") are given
# the sense of the language that writes them so; "billion" is taken as 10⁹ as in English and in finance.
_SCALES: dict[int, str] = {
    2: "hundred hundreds מאה מאות",
    3: """
        thousand thousands k tsd tausend mille mil mila milhar milhares тыс тысяч тысяча тысячи tys tysięcy
        tysiące tis tisíc duizend tusen tusind tuhat tuhatta bin אלף אלפי אלפים ألف آلاف هزار हज़ार हजार ribu
        nghìn ngàn ezer χιλιάδες
    """,
    5: "lakh lakhs lac lacs लाख",
    6: """
        million millions mn mln mio mill millionen millón millones milhão milhões milione milioni miljoen
        miljoner miljoonaa miljoona milion miliony milionów milionů milyon миллион миллиона миллионов млн
        мільйон мільйонів מיליון מיליוני מליון מליוני مليون ملايين میلیون juta triệu millió εκατομμύρια εκατ mm
    """,
    7: "crore crores cr करोड़",
    9: """
        billion billions bn mrd milliard milliards milliarden milliarde miliardo miliardi miljard miljarder
        miljardia miliard miliardy miliardów miliardů milyar bilhão bilhões миллиард миллиарда миллиардов млрд
        мільярд мільярдів מיליארד מיליארדי מיליארדים מליארד مليار مليارات میلیارد mld md miliar tỷ milliárd
        δισεκατομμύρια δισ
    """,
    12: "trillion trillions tn trn триллион триллионов трлн טריליון تريليون trilhão trilhões trilyun",
}
SCALES = {word: exponent for exponent, words in _SCALES.items() for word in words.split()}
# "mil millones", "thousand million": two scale words in a row multiply.
# Written without a space, and only of a sum of money: "$5m", "€3bn", "₪2.5B".
LETTERS = {"k": 3, "m": 6, "mm": 6, "b": 9, "bn": 9, "t": 12, "tn": 12}
# Longest first: they stand right after the digits.
SOLID_SCALES = {
    "百万": 6,
    "百萬": 6,
    "千万": 7,
    "千萬": 7,
    "万亿": 12,
    "萬億": 12,
    "十亿": 9,
    "十億": 9,
    "亿": 8,
    "億": 8,
    "兆": 12,
    "万": 4,
    "萬": 4,
    "千": 3,
    "백만": 6,
    "천만": 7,
    "만": 4,
    "억": 8,
    "조": 12,
    "천": 3,
}

PERCENT = frozenset(
    [
        "%",
        "‰",
        "percent",
        "percents",
        "percentage",
        "pct",
        "prozent",
        "prozentpunkte",
        "procent",
        "procenten",
        "procento",
        "procenta",
        "procent",
        "pourcent",
        "percento",
        "proc",
        "процент",
        "процента",
        "процентов",
        "відсотків",
        "אחוז",
        "אחוזים",
        "אחוזי",
        "تقريبا",
        "بالمئة",
        "بالمائة",
        "درصد",
        "प्रतिशत",
        "persen",
        "yüzde",
        "prosent",
        "prosenttia",
        "százalék",
        "τοις",
    ]
) - {"تقريبا", "τοις"}
PER_HUNDRED = re.compile(r"(?:per|por|pour|par|por|per|pro)[ \u00a0]?(?:cent|ciento|cento|cem)\b", re.IGNORECASE)

_CURRENCIES = {
    "USD": """
        $ us$ usd dollar dollars u.s.$ dólares dólar dollari доллар доллара долларов דולר דולרים دولار 美元 美金
        ドル 달러 米ドル
    """,
    "EUR": "€ eur euro euros euron евро אירו يورو 欧元 歐元 ユーロ 유로",
    "GBP": "£ gbp sterling 英镑 英鎊 ポンド 파운드",
    "ILS": '₪ ils nis shekel shekels שקל שקלים ש"ח ש״ח ש”ח',
    "JPY": "¥ jpy yen 円 日元 日圆 日圓 엔",
    "CNY": "¥ cny rmb yuan 元 人民币 人民幣 위안",
    "INR": "₹ inr rupee rupees rs रुपये",
    "KRW": "₩ krw won 원",
    "RUB": "₽ rub рубль рубля рублей руб",
    "CHF": "chf sfr franken francs",
    "AUD": "a$ au$ aud $",
    "CAD": "c$ ca$ cad $",
    "HKD": "hk$ hkd $ 港元 港币",
    "SGD": "s$ sgd $",
    "NZD": "nz$ nzd $",
    "BRL": "r$ brl reais real",
    "MXN": "mx$ mxn pesos $",
    "TRY": "₺ try lira",
    "PLN": "zł pln złotych",
    "CZK": "kč czk korun",
    "SEK": "sek kronor",
    "NOK": "nok kroner",
    "DKK": "dkk kroner",
    "UAH": "₴ uah",
    "VND": "₫ vnd đồng",
    "THB": "฿ thb baht บาท",
    "PHP": "₱ php",
    "NGN": "₦ ngn naira",
    "ZAR": "zar rand",
    "AED": "aed dirham درهم",
    "SAR": "sar riyal ريال",
    "EGP": "egp جنيه",
    "TWD": "nt$ twd 新台币 新臺幣",
}
CURRENCIES: dict[str, frozenset[str]] = {}
for _code, _words in _CURRENCIES.items():
    for _word in _words.split():
        CURRENCIES[_word] = CURRENCIES.get(_word, frozenset()) | {_code}
# Words that are also something else ("real", "won", "rand", "try") count only as ISO codes in capitals would.
AMBIGUOUS = frozenset(["real", "won", "rand", "try", "php", "lira", "pesos"])
SOLID_CURRENCIES = sorted((word for word in CURRENCIES if "\u2e80" <= word[0] <= "\ud7ff"), key=len, reverse=True)
SIGNS = "".join(sorted({word for word in CURRENCIES if len(word) == 1 and not word.isalnum()}))

# Units of measure by what they are compared as; a number in one of them is no number in another.
_UNITS = {
    "length-m": "m metre meter metres meters מטר מטרים",
    "length-km": "km kilometre kilometer kilometres kilometers",
    "length-cm": "cm centimetre centimeter centimetres centimeters",
    "length-mm": "mm millimetre millimeter millimetres millimeters",
    "length-mi": "mile miles mi",
    "length-ft": "ft foot feet",
    "length-in": "inch inches",
    "mass-kg": "kg kilogram kilograms kilo kilos",
    "mass-g": "g gram grams",
    "mass-mg": "mg milligram milligrams",
    "mass-t": "tonne tonnes ton tons",
    "mass-lb": "lb lbs pound pounds",
    "volume-l": "l litre liter litres liters",
    "volume-ml": "ml millilitre milliliter milliliters",
    "data-mb": "mb megabyte megabytes",
    "data-gb": "gb gigabyte gigabytes",
    "data-tb": "tb terabyte terabytes",
    "power-kw": "kw kilowatt kilowatts",
    "power-mw": "mw megawatt megawatts",
    "power-gw": "gw gigawatt gigawatts",
    "time-s": "second seconds sec שניות",
    "time-min": "minute minutes min דקות",
    "time-h": "hour hours h hrs שעות stunden heures horas",
    "time-d": "day days ימים tage tagen jours días",
    "time-w": "week weeks שבועות wochen semaines semanas",
    "time-mo": "month months חודשים monate monaten mois meses",
    "time-y": "year years שנים jahre jahren ans años",
}
UNITS = {word: unit for unit, words in _UNITS.items() for word in words.split()}

_ONES = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn zwanzig",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf vingt",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
    "sedici diciassette diciotto diciannove venti",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis "
    "dezessete dezoito dezenove vinte",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien twintig",
    "he": "אפס אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע עשר",
    "he2": "אפס אחד שניים שלושה ארבעה חמישה שישה שבעה שמונה תשעה עשרה",
    "he3": "אפס אחד שני שלושת ארבעת חמשת ששת שבעת שמונת תשעת עשרת",
    "he4": "אפס אחת שתי שלש ארבע חמש שש שבע שמונה תשע עשר",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать "
    "четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать",
    "ar": "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "ar2": "صفر واحدة اثنين ثلاث أربع خمس ست سبع ثماني تسع عشر",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "he": "עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
}
_HAN = "零一二三四五六七八九"


def number_words(value: int) -> frozenset[str]:
    """How whole numbers from 0 to 100 are written in words, in lower case and without accents folded away."""
    found: set[str] = set()
    for words in _ONES.values():
        listed = words.split()
        if value < len(listed):
            found.add(listed[value])
    if 20 <= value < 100:
        for language, words in _TENS.items():
            ten, one = words.split()[value // 10 - 2], _ONES[language].split()
            if value % 10 == 0:
                found.add(ten)
            elif language == "en":
                found |= {f"{ten}-{one[value % 10]}", f"{ten} {one[value % 10]}"}
            elif language == "de":
                found.add(f"{'ein' if value % 10 == 1 else one[value % 10]}und{ten}")
            elif language in ("es", "ru", "he"):
                joint = {"es": " y ", "ru": " ", "he": " ו"}[language]
                found.add(f"{ten}{joint}{one[value % 10]}")
    if value == 100:
        found |= {"hundred", "one hundred", "a hundred", "hundert", "cent", "cien", "сто", "מאה", "百", "一百"}
    if 0 < value < 100:
        tens, ones = divmod(value, 10)
        found.add(
            ("" if tens == 1 else _HAN[tens] if tens else "")
            + ("十" if tens else "")
            + (_HAN[ones] if ones else "")
        )
        if value == 2:
            found |= {"两", "兩"}
        if value == 12:
            found |= {"dozen"}
    return frozenset(found)
