"""Owns the names that languages go by in metadata: codes and words become BCP 47 tags."""

from __future__ import annotations

import re
from functools import cache

# Each line: the tag, then what else means it: ISO 639-2, older codes, names in small letters.
_NAMES = """
af afr afrikaans
am amh amharic አማርኛ
ar ara arabic العربية عربي
az aze azerbaijani azərbaycan
be bel belarusian беларуская
bg bul bulgarian български
bn ben bengali bangla বাংলা
bs bos bosnian bosanski
ca cat catalan català
cs ces cze czech čeština česky
cy cym wel welsh cymraeg
da dan danish dansk
de deu ger german deutsch
el ell gre greek ελληνικά
en eng english
eo epo esperanto
es spa spanish español castellano castilian
et est estonian eesti
eu eus baq basque euskara
fa fas per persian farsi فارسی
fi fin finnish suomi
fr fra fre french français
ga gle irish gaeilge
gd gla gàidhlig
gl glg galician galego
gu guj gujarati ગુજરાતી
ha hau hausa
he heb iw hebrew עברית
hi hin hindi हिन्दी हिंदी
hr hrv croatian hrvatski
hu hun hungarian magyar
hy hye arm armenian հայերեն
id ind in indonesian indonesia
is isl ice icelandic íslenska
it ita italian italiano
ja jpn japanese 日本語
ka kat geo georgian ქართული
kk kaz kazakh қазақша
km khm khmer ខ្មែរ
kn kan kannada ಕನ್ನಡ
ko kor korean 한국어
ku kur kurdish kurdî
ky kir kyrgyz кыргызча
la lat latin latina
lo lao ລາວ
lt lit lithuanian lietuvių
lv lav latvian latviešu
mk mkd mac macedonian македонски
ml mal malayalam മലയാളം
mn mon mongolian монгол
mr mar marathi मराठी
ms msa may malay melayu
mt mlt maltese malti
my mya bur burmese မြန်မာ
nb nob bokmål
ne nep nepali नेपाली
nl nld dut dutch nederlands flemish vlaams
nn nno nynorsk
no nor norwegian norsk
or ori odia oriya
pa pan punjabi panjabi ਪੰਜਾਬੀ
pl pol polish polski
ps pus pashto پښتو
pt por portuguese português
ro ron rum mo romanian română
ru rus russian русский
si sin sinhala sinhalese සිංහල
sk slk slo slovak slovenčina
sl slv slovenian slovene slovenščina
so som somali soomaali
sq sqi alb albanian shqip
sr srp scc serbian srpski српски
sv swe swedish svenska
sw swa swahili kiswahili
ta tam tamil தமிழ்
te tel telugu తెలుగు
th tha thai ไทย
tl tgl tagalog filipino
tr tur turkish türkçe
uk ukr ukrainian українська
ur urd urdu اردو
uz uzb uzbek oʻzbek
vi vie vietnamese tiếng-việt
yi yid ji yiddish ייִדיש
yo yor yoruba yorùbá
zh zho chi chinese mandarin 中文 汉语 漢語
zh-Hans 简体中文
zh-Hant 繁體中文
zu zul zulu isizulu
"""
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?P<more>-[a-z]{3})?(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?(?P<rest>(?:-[a-z\d]{2,8}|-[a-z\d]-[a-z\d]{1,8})*)"
    r"(?:[.@][\w.@-]*)?"
)
_LONGEST = 40
_NONE = ("und", "zxx", "mul")


@cache
def _tags() -> dict[str, str]:
    return {name: line.split()[0] for line in _NAMES.strip().splitlines() for name in line.split()}


def language_tag(stated: str) -> str | None:
    """The BCP 47 tag that a text of metadata means: `en_US` is `en-US`, `eng` and `English` `en`.

    None for what is no language that is known by that name.
    """
    if len(stated) > _LONGEST:
        return None
    text = "-".join(stated.lower().replace("_", "-").split())
    if named := _tags().get(text):
        return named
    found = _TAG.fullmatch(text)
    if not found or text in _NONE:
        return None
    language = _tags().get(found["language"], found["language"])
    parts = [f"{language}{found['more'] or ''}"]
    if script := found["script"]:
        parts.append(script.capitalize())
    if region := found["region"]:
        parts.append(region.upper())
    return "-".join(parts) + found["rest"]
