"""Owns the reading of dates: every form that news carries them in becomes a date or a datetime."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = (
    "january janvier januar januari enero ene janeiro gennaio gen ocak января янв stycznia jan",
    (
        "february février fevrier févr fév februar februari febrero fevereiro febbraio şubat "
        "февраля фев lutego feb fev"
    ),
    "march mars märz maerz mrz maart maret marzo março mart марта мар marca mar",
    "april avril avr abril abr aprile nisan апреля апр kwietnia apr",
    "may mai mei mayo maio maggio mag mayıs мая maja",
    "june juin juni junio junho giugno giu haziran июня июн czerwca jun",
    "july juillet juil juli julio julho luglio lug temmuz июля июл lipca jul",
    "august août aout agustus augustus agosto ago ağustos августа авг sierpnia aug",
    "september septembre septiembre setembro set settembre eylül сентября сен września sept sep",
    (
        "october octobre oktober okt octubre outubro out ottobre ott ekim октября окт "
        "października oct"
    ),
    "november novembre noviembre novembro kasım ноября ноя listopada nov",
    (
        "december décembre decembre déc dezember dez desember diciembre dic dezembro dicembre "
        "aralık декабря дек grudnia dec"
    ),
)
_ARABIC = (
    *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
    *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
)
MONTHS = {
    name: number
    for months in (_MONTHS, _ARABIC)
    for number, names in enumerate(months, 1)
    for name in names.split()
}
"""Names and abbreviations of months, in small letters, in the larger languages of news."""

_WEEKDAYS = """
mon monday lundi montag lunes lunedì segunda maandag måndag mandag понедельник
tue tues tuesday mardi dienstag martes martedì terça dinsdag tisdag tirsdag вторник
wed wednesday mercredi mittwoch miércoles mercoledì quarta woensdag onsdag среда
thu thur thurs thursday jeudi donnerstag jueves giovedì quinta donderdag torsdag четверг
fri friday vendredi freitag viernes venerdì sexta vrijdag fredag пятница
sat saturday samedi samstag sonnabend sábado sabato zaterdag lördag lørdag суббота
sun sunday dimanche sonntag domingo domenica zondag söndag søndag воскресенье
"""
WEEKDAYS = {
    name: number
    for number, line in enumerate(_WEEKDAYS.strip().splitlines())
    for name in line.split()
}
"""Names of weekdays, in small letters; Monday is 0."""

_ZONES: dict[str, float] = dict.fromkeys(("", "z", "utc", "gmt", "ut", "wet"), 0.0)
_ZONES |= {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
_ZONES |= {"et": -5, "ct": -6, "pt": -8, "cet": 1, "cest": 2, "bst": 1, "eet": 2, "eest": 3}
_ZONES |= {"msk": 3, "ist": 5.5, "pkt": 5, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "sast": 2}
_ZONES |= {"aest": 10, "aedt": 11}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FIRST_YEAR, _LAST_YEAR = 1500, 2999

_WORD = r"[^\W\d_]{2,12}"
_TIME = (
    r"(?:(?:[T,]|\s+at|\s*-)?\s*(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?::(?P<second>\d\d)"
    r"(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?:\(?(?P<zone>[A-Za-z]{1,5})\)?)?\s*(?P<offset>[+\-−]\d{1,2}(?::?\d\d)?)?"
    r"(?:\s*\([A-Za-z\ ]{1,40}\))?)?"
)
_FORMS_OF_A_DAY = (
    r"(?P<year>\d{4})([-/._])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日",
    r"(?P<year>\d{4})\s*년\s*(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일",
    rf"""(?:{_WORD}[.,]*\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-]*(?:(?:of|de)\s+)?
        (?P<name>{_WORD})[.,]?[\s-]*(?:de\s+)?(?P<year>\d{{4}})""",
    rf"""(?:{_WORD}[.,]*\s+)?(?P<name>{_WORD})\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+
        (?P<year>\d{{4}})""",
    r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
    r"(?P<first>\d{1,2})([/-])(?P<second_number>\d{1,2})\2(?P<year>\d{4})",
)
_FORMS = tuple(re.compile(f"{form}{_TIME}", re.IGNORECASE | re.VERBOSE) for form in _FORMS_OF_A_DAY)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<fraction>(?!))?(?P<half>(?!))?"
    r"(?P<zone>Z)?(?P<offset>[+\-−]\d\d:?\d\d)?)?"
)
# `Tue Nov 9 10:15:00 UTC 2021`, as the date command and ctime write it.
_CTIME = re.compile(
    rf"({_WORD}\s+{_WORD}\s+\d{{1,2}})\s+(\d\d:\d\d:\d\d(?:\s+[A-Za-z]{{1,5}})?)\s+(\d{{4}})"
)
_IN_PATH = re.compile(r"(?<!\d)(\d{4})([-_./]?)(\d\d)\2(\d\d)(?!\d)")
_TOO_LONG = 80


def parse_date(value: object) -> dt.datetime | dt.date | None:
    """Read a date in any form that metadata carries it in.

    Returns:
        An aware datetime when a time of day is stated (UTC when no zone is), a date when not,
        None for what is not a date, lies outside the years 1500 to 2999, or is ambiguous as
        `4/5/2021` is. A zone nobody knows leaves the date alone.
    """
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _epoch(float(value)) or (parse_date(str(value)) if isinstance(value, int) else None)
    return _parse_text(value) if isinstance(value, str) else None


def _parse_text(text: str) -> dt.datetime | dt.date | None:
    text = text.strip().replace("：", ":")
    if not text or len(text) > _TOO_LONG:
        return None
    if text.isdecimal() and len(text) in (10, 13):
        return _epoch(float(text))
    if found := _COMPACT.fullmatch(text):
        return _assembled(found.groupdict())
    for form in _FORMS:
        if (found := form.fullmatch(text)) and (moment := _assembled(found.groupdict())):
            return moment
    if found := _CTIME.fullmatch(text):
        return _parse_text(f"{found[1]} {found[3]} {found[2]}")
    return None


def date_in_path(id: str) -> dt.date | None:  # noqa: A002 - an article's id is called id
    """The last `YYYY-MM-DD`, `YYYYMMDD` or `YYYY/MM/DD` in a path that is a date."""
    for found in reversed(list(_IN_PATH.finditer(id[-1024:]))):
        if day := make_date(int(found[1]), int(found[3]), int(found[4])):
            return day
    return None


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None where there is no such day or it is no date of news."""
    try:
        return dt.date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def as_date(moment: dt.datetime | dt.date) -> dt.date:
    """The day of a moment, in the zone it was stated in."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def nearest_year(month: int, day: int, around: dt.date) -> dt.date | None:
    """The date of a day without a year: the year that brings it closest to `around`."""
    years = (around.year - 1, around.year, around.year + 1)
    dates = [date for year in years if (date := make_date(year, month, day))]
    return min(dates, key=lambda date: abs(date - around), default=None)


def moment_of(mtime_ns: int) -> dt.datetime:
    """The moment of a file's time, in nanoseconds since 1970; the nearest one there is."""
    seconds = min(max(mtime_ns // 1_000_000_000, -14_000_000_000), 32_000_000_000)
    return _EPOCH + dt.timedelta(seconds=seconds)


def _epoch(seconds: float) -> dt.datetime | None:
    """Seconds or milliseconds since 1970, if that is what the number can be."""
    if 1e11 <= seconds < 1e13:
        seconds /= 1000
    if not 1e8 <= seconds < 1e10:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _assembled(parts: dict[str, str | None]) -> dt.datetime | dt.date | None:
    if (name := parts.get("name")) is not None:
        month = MONTHS.get(name.lower(), 0)
        day = int(parts["day"] or 0)
    elif first := parts.get("first"):
        pair = (int(first), int(parts["second_number"] or 0))
        if pair[0] <= 12 and pair[1] <= 12 and pair[0] != pair[1]:
            return None
        day, month = pair if pair[0] > 12 else pair[::-1]
    else:
        month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    date = make_date(int(parts["year"] or 0), month, day)
    hour = parts.get("hour")
    if date is None or hour is None:
        return date
    half = (parts.get("half") or "").replace(".", "").lower()
    if parts.get("minute") is None and not half:
        return None
    zone = _zone(parts.get("zone") or "", parts.get("offset") or "")
    if zone is None:
        return date
    fraction = (parts.get("fraction") or "").ljust(6, "0")[:6]
    hours = int(hour) % 12 + 12 * (half == "pm") if half else int(hour)
    try:
        clock = dt.time(
            hours, int(parts.get("minute") or 0), int(parts.get("second") or 0), int(fraction)
        )
    except ValueError:
        return None
    return dt.datetime.combine(date, clock, zone)


def _zone(name: str, offset: str) -> dt.tzinfo | None:
    if offset:
        digits = offset[1:].replace(":", "")
        hours, minutes = int(digits[:-2] or 0), int(digits[-2:])
        if len(digits) <= 2:
            hours, minutes = int(digits), 0
        if hours > 23 or minutes > 59:
            return None
        difference = dt.timedelta(hours=hours, minutes=minutes)
        return dt.timezone(difference if offset[0] == "+" else -difference)
    known = _ZONES.get(name.lower())
    if known is None:
        return None
    return dt.timezone(dt.timedelta(hours=known)) if known else dt.UTC
