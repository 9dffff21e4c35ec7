"""Words are found in the forms of each article's own language."""

from __future__ import annotations

import pytest

from tests.unit.index.conftest import Archive
from tuinews.index.analysis import analyser
from tuinews.index.querylang import parse
from tuinews.index.snippets import passages
from tuinews.index.stemming import stemmed_as


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Papers of many languages, one article each, and two in English."""
    base = tmp_path_factory.mktemp("papers")
    archive = Archive(base / "archive", base / "index")
    archive.folder.mkdir()
    for language, text in {
        "de": "Die Kinder der Häuser spielten. Der COVID-19-Bericht nennt Kabul.",
        "fr": "Les économies des chevaux étaient nationales. Il parle de Kabul.",
        "es-MX": "Las naciones hablaron de economías y de canciones.",
        "ru": "Правительства обсуждали новые законы. Город Йошкар-Ола.",
        "el": "Οι κυβερνήσεις συζήτησαν τους νόμους.",
        "he": "הממשלה דנה בחוקים החדשים.",
        "th": "รัฐบาลไทยหารือเรื่องกฎหมายใหม่",
        "ko": "정부는 새로운 법률을 논의했다.",
        "hi": "सरकार ने नए कानूनों पर चर्चा की। दूसरा वाक्य यहाँ है।",
        "ar": "ناقشت الحكومة القوانين الجديدة في الجامعات.",
        "fa": "دولت دربارهٔ قانون‌های جدید در کابل گفت‌وگو کرد.",
        "zh": "政府讨论了新法律。记者在北京报道。",
        "tr": "Hükümet yeni yasaları görüştü.",
    }.items():
        archive.write(f"{language}.md", text, language=language)
    archive.write("kind.md", "A kind man sings a song of the kindest nations.", language="en")
    archive.write("none.md", "The economies of many houses, the nation said in Kabul.")
    archive.sync()
    return archive


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Haus", ["de"]),
        ("häuser", ["de"]),
        ("Hauser", ["de"]),
        ("Kinder", ["de"]),
        ("kind", ["de", "kind"]),
        ("nation", ["kind", "none"]),
        ("nación", ["es-MX"]),
        ("canción", ["es-MX"]),
        ("nationale", ["fr"]),
        ("economias", ["es-MX"]),
        ("economía", ["es-MX"]),
        ('"hablaron de economias"', ["es-MX"]),
        ("economias w/2 canciones", []),
        ("economias w/3 canciones", ["es-MX"]),
        ("cheval", ["fr"]),
        ("économie", ["es-MX", "fr", "none"]),
        ("kabul", ["de", "fr", "none"]),
        ("house", ["none"]),
        ("правительство", ["ru"]),
        ("закон", ["ru"]),
        ("йошкар-ола", ["ru"]),
        ("νόμος", ["el"]),
        ("νομους", ["el"]),
        ("הממשלה", ["he"]),
        ("รัฐบาล", ["th"]),
        ("กฎหมาย", ["th"]),
        ("법률", ["ko"]),
        ("정부", ["ko"]),
        ("सरकार", ["hi"]),
        ("कानून", ["hi"]),
        ("الحكومة", ["ar"]),
        ("حكومة", ["ar"]),
        ("جامعة", ["ar"]),
        ("كابل", ["fa"]),
        ("قانون", ["fa"]),
        ("法律", ["zh"]),
        ("北京", ["zh"]),
        ("yasaları", ["tr"]),
        ("yasalarin", ["tr"]),
        ('"kinder der haus"', ["de"]),
        ("haus w/1 spielten", ["de"]),
        ("haus w/2 kabul", []),
        ("atleast2(nation)", []),
        ("atleast1(naciones)", ["es-MX"]),
        ("ने w/s चर्चा", ["hi"]),
        ("चर्चा w/s वाक्य", []),
        ("政府 w/s 法律", ["zh"]),
        ("政府 w/s 北京", []),
        ("kinder OR haus OR house", ["de", "none"]),
        ("-kabul lang:de", []),
        ("lang:es", ["es-MX"]),
    ],
)
def test_a_query_finds(papers: Archive, text: str, found: list[str]) -> None:
    assert papers.found(text) == found


@pytest.mark.parametrize(
    ("text", "article", "pieces"),
    [
        ("haus", "de.md", ["Häuser"]),
        ("kind", "kind.md", ["kind"]),
        ("economias", "es-MX.md", ["economías"]),
        ('"de economias"', "es-MX.md", ["de economías"]),
        ("закон", "ru.md", ["законы"]),
        ("حكومة", "ar.md", ["الحكومة"]),
        ("कानून", "hi.md", ["कानूनों"]),
        ("법률", "ko.md", ["법률"]),
        ("กฎหมาย", "th.md", ["กฎหมาย"]),
    ],
)
def test_what_is_found_is_marked(
    papers: Archive, text: str, article: str, pieces: list[str]
) -> None:
    found = passages(parse(text), papers.read(article), limit=9)
    assert [each.text[start:end] for each in found for start, end in each.spans] == pieces


@pytest.mark.parametrize(
    ("tag", "language"),
    [(None, "en"), ("", "en"), ("en-GB", "en"), ("DE_at", "de"), ("ja", ""), ("xx", "")],
)
def test_which_language_words_are_stemmed_in(tag: str | None, language: str) -> None:
    assert stemmed_as(tag) == language


def test_a_word_without_a_stemmer_is_its_own_stem() -> None:
    assert [part.stem for part in analyser("")("nations").parts] == ["nations"]
    assert [part.stem for part in analyser("en")("nations").parts] == ["nation"]
