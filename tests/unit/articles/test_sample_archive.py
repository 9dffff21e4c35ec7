"""Every article of the sample archive reads as a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuinews.articles.folder import Entry, stat_entry, walk
from tuinews.articles.reading import read_article

# Id, how the headline begins (`~` where it is derived), the dateline's place and date, sections.
TABLE = """
business/1987-10-19-black-monday.txt|WRAPUP 1-Dow falls|NEW YORK|1987-10-19|5
business/1994-05-06-corrected-channel-tunnel.txt|CORRECTED-Queen and|CALAIS/FOLKESTONE|1994-05-06|4
business/2008-09-16-analysis-lehman-bankruptcy.txt|ANALYSIS-Lehman’s end|NEW YORK|2008-09-16|5
business/2021-03-29-ever-given-afloat.txt|Ever Given floats|SUEZ, Egypt|2021-03-29|4
business/bretton-woods-conference-closes.txt|Forty-four nations|BRETTON WOODS, N.H.|1944-07-22|5
business/euro-cash-factbox.md|FACTBOX-Euro notes and|FRANKFURT|2002-01-01|5
business/ford-five-dollar-day.text|~The Ford Motor|DETROIT, Michigan|1914-01-05|3
culture/1939-08-14-sutton-hoo-treasure.txt|Coroner’s jury gives|WOODBRIDGE, England|1939-08-14|4
culture/1988-10-13-naguib-mahfouz-nobel.txt|نجيب محفوظ أول|ستوكهولم|1988-10-13|5
culture/2024-12-07-notre-dame-rouvre-ses-portes.txt|Notre-Dame rouvre ses|PARIS|2024-12-07|5
culture/rite-of-spring.txt|~A ballet about|Paris|1913-05-30|4
culture/tutankhamun-centenary.markdown|A hundred years|LUXOR, Egypt|2022-11-04|6
science/1903-12-17-wright-brothers-fly|Dayton brothers leave|KITTY HAWK, N.C.|1903-12-17|1
science/1980-05-08-smallpox-is-dead.text|Smallpox is dead,|GENEVA||4
science/1987-09-16-montreal-protocol.txt|~Twenty-four countries and|MONTREAL|1987-09-16|1
science/2014-11-13-philae-rests-on-its-comet.txt|Philae lands on|DARMSTADT, Germany|2014-11-13|5
science/2019-04-10-first-picture-of-a-black-hole.txt|Astronomers|BRUSSELS/WASHINGTON|2019-04-10|4
science/2020-12-06-hayabusa2-capsule-returns.txt|はやぶさ2の|東京|2020-12-06|4
science/2023-08-23-chandrayaan-3.md|India lands near|BENGALURU, India|2023-08-23|4
science/apollo-11-moonwalk.md|Two men walk|HOUSTON, Texas|1969-07-21|8
science/tu-youyou-nobel.md|屠呦呦获诺贝尔生理学或医学奖|斯德哥尔摩|2015-10-05|5
sport/1903-07-19-first-tour-de-france.md|Garin, a chimney|PARIS|1903-07-19|3
sport/1930-07-30-uruguay-campeon.txt|Uruguay gana la|MONTEVIDEO|1930-07-30|5
sport/1954-05-06-bannister-four-minute-mile.txt|Bannister runs the|OXFORD, England|1954-05-06|4
sport/1980-02-22-miracle-on-ice.txt|American students beat|LAKE PLACID, N.Y.|1980-02-22|4
sport/bikila-barefoot-marathon.txt|Barefoot through Rome|ROME|1960-09-10|1
sport/leicester-city-champions.txt|Leicester City, 5,000|LEICESTER, England|2016-05-02|6
world/000_3fa94c21d07be586.txt|~Pakistan’s ambassador in|Kabul|2021-11-09|4
world/1989-11-10-berlin-wall-opens.txt|Berlin Wall opens|BERLIN|1989-11-10|7
world/1998-04-10-good-friday-agreement.md|Northern Ireland parties|BELFAST|1998-04-10|5
world/2010-10-14-chile-miners-rescued.txt|All 33 Chilean|COPIAPO, Chile|2010-10-14|4
world/2022-01-15-tonga-eruption.txt|Undersea volcano erupts|WELLINGTON|2022-01-15|1
world/2022-01-16-tonga-eruption-update-1.txt|UPDATE 1-Tonga cut|WELLINGTON|2022-01-16|3
world/2022-01-18-tonga-eruption-update-2.txt|UPDATE 2-Tonga says|WELLINGTON|2022-01-18|6
world/mandela-walks-free.txt|Mandela walks out|PAARL, South Africa|1990-02-11|4
world/paris-climate-agreement.md|Nearly 200 countries|LE BOURGET, France|2015-12-12|6
"""
ARTICLES = {line.split("|")[0]: line.split("|")[1:] for line in TABLE.strip().splitlines()}


@pytest.mark.parametrize("id", ARTICLES)
def test_an_article_reads_as_it_stands(sample: Path, id: str) -> None:  # noqa: A002 - an id
    headline, place, date, sections = ARTICLES[id]
    article = read_article(sample, stat_entry(sample, id))
    dateline = article.dateline
    assert article.headline.startswith(headline.removeprefix("~"))
    assert article.headline_derived == headline.startswith("~")
    assert dateline is not None
    assert (dateline.place, str(dateline.date or "")) == (place, date)
    assert len(article.sections) == int(sections)
    assert article.warnings == ()
    assert article.published_from != "mtime"
    assert article.language is not None


def test_the_table_names_every_article(sample: Path) -> None:
    assert {entry.id for entry in walk(sample) if isinstance(entry, Entry)} == set(ARTICLES)


@pytest.mark.parametrize(
    ("id", "byline"),
    [
        ("business/1987-10-19-black-monday.txt", "By the Markets Desk"),
        ("culture/2024-12-07-notre-dame-rouvre-ses-portes.txt", "Par la rédaction Culture"),
        ("sport/1930-07-30-uruguay-campeon.txt", "Por la Redacción de Deportes"),
        ("science/tu-youyou-nobel.md", "科学部"),
        ("science/1987-09-16-montreal-protocol.txt", None),
    ],
)
def test_bylines_are_known_in_every_language(
    sample: Path,
    id: str,  # noqa: A002 - an id
    byline: str | None,
) -> None:
    assert read_article(sample, stat_entry(sample, id)).byline == byline


def test_what_stands_below_the_story_is_notes(sample: Path) -> None:
    article = read_article(sample, stat_entry(sample, "world/2010-10-14-chile-miners-rescued.txt"))
    assert [note.split()[0] for note in article.notes] == ["Reporting", "(END)", "Note"]
    article = read_article(
        sample, stat_entry(sample, "culture/2024-12-07-notre-dame-rouvre-ses-portes.txt")
    )
    assert article.notes == ("Rédaction : service Culture ; édition : bureau de Paris",)
