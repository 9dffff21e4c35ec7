"""The language of an article: what metadata calls it, and what its text is taken for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.articles.conftest import Read
from tuinews.articles.folder import Entry, walk
from tuinews.articles.language import guess_language
from tuinews.articles.languagetags import language_tag
from tuinews.articles.reading import read_article
from tuinews.errors import UnreadableArticleError

# The Universal Declaration of Human Rights, article 1 and some of 2.
DECLARATIONS = {
    "en": "All human beings are born free and equal in dignity and rights. They are endowed with"
    " reason and conscience and should act towards one another in a spirit of brotherhood.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft"
    " und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués"
    " de raison et de conscience et doivent agir les uns envers les autres dans un esprit de"
    " fraternité.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como"
    " están de razón y conciencia, deben comportarse fraternalmente los unos con los otros. Toda"
    " persona tiene los derechos y libertades proclamados en esta Declaración, sin distinción"
    " alguna de raza, color, sexo, idioma, religión, opinión política o de cualquier otra índole.",
    "it": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati"
    " di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza."
    " Ad ogni individuo spettano tutti i diritti e tutte le libertà enunciate nella presente"
    " Dichiarazione, senza distinzione alcuna per ragioni di razza, di colore, di sesso.",
    "pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de"
    " razão e de consciência, devem agir uns para com os outros em espírito de fraternidade. Todos"
    " os seres humanos podem invocar os direitos e as liberdades proclamados na presente Declaração"
    " sem distinção alguma, nomeadamente de raça, de cor, de sexo, de língua, de religião, de"
    " opinião política ou outra, de origem nacional ou social, de fortuna, de nascimento.",
    "nl": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd"
    " met verstand en geweten, en behoren zich jegens elkander in een geest van broederschap te"
    " gedragen.",
    "sv": "Alla människor är födda fria och lika i värde och rättigheter. De har utrustats med"
    " förnuft och samvete och bör handla gentemot varandra i en anda av broderskap. Var och en är"
    " berättigad till alla de rättigheter och friheter som uttalas i denna förklaring utan"
    " åtskillnad av något slag, såsom på grund av ras, hudfärg, kön, språk, religion.",
    "fi": "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on"
    " annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä."
    " Jokainen on oikeutettu kaikkiin tässä julistuksessa esitettyihin oikeuksiin ja vapauksiin"
    " ilman minkäänlaista rotuun, väriin, sukupuoleen, kieleen, uskontoon, poliittiseen tai muuhun"
    " mielipiteeseen, kansalliseen tai yhteiskunnalliseen alkuperään, omaisuuteen, syntyperään tai"
    " muuhun tekijään perustuvaa erotusta. Mitään erotusta ei myöskään pidä tehdä sen maan"
    " valtiollisen aseman perusteella, johon henkilö kuuluu, olipa tämä alue itsenäinen tai ei.",
    "pl": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni"
    " obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa. Każdy"
    " człowiek posiada wszystkie prawa i wolności zawarte w niniejszej Deklaracji bez względu na"
    " różnice rasy, koloru, płci, języka, wyznania, poglądów politycznych.",
    "ru": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены"
    " разумом и совестью и должны поступать в отношении друг друга в духе братства. Каждый человек"
    " должен обладать всеми правами и всеми свободами, без какого бы то ни было различия, как-то в"
    " отношении расы, цвета кожи, пола, языка, религии, политических или иных убеждений.",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"
    "人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
    "zh": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로"
    " 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.",
    "ar": "يولد جميع الناس أحراراً متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميراً وعليهم أن يعامل"
    " بعضهم بعضاً بروح الإخاء. لكل إنسان حق التمتع بكافة الحقوق والحريات الواردة في هذا الإعلان، دون"
    " أي تمييز، كالتمييز بسبب العنصر أو اللون أو الجنس أو اللغة أو الدين أو الرأي السياسي أو أي رأي"
    " آخر، أو الأصل الوطني أو الاجتماعي أو الثروة أو الميلاد أو أي وضع آخر.",
    "he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך"
    " חובה עליהם לנהוג איש ברעהו ברוח של אחווה. כל אדם זכאי לזכויות ולחרויות שנקבעו בהכרזה זו ללא"
    " הפליה כלשהי מטעמי גזע, צבע, מין, לשון, דת, דעה פוליטית או דעה בבעיות אחרות, על בסיס של מוצא"
    " לאומי או חברתי, קנין, לידה או מעמד אחר. גם לא יופלה אדם על פי מעמדה של המדינה, אם הוא זה.",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है ।"
    " उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए ।",
    "th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
}  # fmt: skip


@pytest.mark.parametrize("language", DECLARATIONS)
def test_a_paragraph_of_running_text_is_known(language: str) -> None:
    assert guess_language([DECLARATIONS[language]]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Storm",
        "The storm passed over the bay.",
        "気象庁",
        "Кабул",
        "42 % 17:30 -- 9/11",
        "Lorem ipsum dolor consectetur adipiscing elit eiusmod tempor incididunt labore dolore",
        "Rangers 3 Celtic 2 Hearts 1 Hibernian 1 Aberdeen 0 Dundee 4 Motherwell 2 Kilmarnock 2",
        DECLARATIONS["en"][:80] + " " + DECLARATIONS["ru"][:80],
    ],
)
def test_what_is_short_or_no_one_language_is_none(text: str) -> None:
    assert guess_language([text]) is None


def test_names_and_quotes_in_another_script_change_nothing() -> None:
    quote = " (Persian: سالهای حیات با برکت این شخصیت مردمی، متعهد)"
    assert guess_language([DECLARATIONS["en"] + quote]) == "en"
    assert (
        guess_language([DECLARATIONS["zh"], "kubectl get pods; kubectl apply -f app.yaml"]) == "zh"
    )


def test_metadata_wins_over_the_text(read: Read) -> None:
    body = DECLARATIONS["en"]
    assert read(f"---\nlang: fr\n---\n{body}\n", "a.md").language == "fr"
    assert read(f"---\nlang: und\n---\n{body}\n", "b.md").language == "en"
    assert read(f"---\ntitle: x\n---\n{body}\n", "c.md").language == "en"
    assert read("---\ntitle: x\n---\nShort.\n", "d.md").language is None


def test_code_says_nothing_about_the_language(read: Read) -> None:
    code = "\n".join(f"    the_{n} is not in this and that" for n in range(40))
    assert read(f"Kurz.\n\n{code}\n", "a.md").language is None


@pytest.mark.parametrize(
    ("stated", "tag"),
    [
        ("en-US", "en-US"),
        ("en_US.UTF-8", "en-US"),
        ("EN", "en"),
        ("eng", "en"),
        ("ger", "de"),
        ("iw", "he"),
        ("English", "en"),
        ("Français", "fr"),
        ("Tiếng Việt", "vi"),
        ("pt-br", "pt-BR"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("gsw-CH", "gsw-CH"),
        ("und", None),
        ("a b", None),
        ("", None),
    ],
)
def test_names_and_codes_become_tags(stated: str, tag: str | None) -> None:
    assert language_tag(stated) == tag


@given(st.text(max_size=50))
def test_a_tag_of_a_tag_is_itself(stated: str) -> None:
    tag = language_tag(stated)
    assert tag is None or language_tag(tag) == tag


def test_words_that_a_tag_replaces_are_kept(read: Read) -> None:
    article = read("---\nlanguage: [English, fr]\n---\nText.\n", "a.md")
    assert (article.language, article.notes) == ("en", ("language: English, fr",))
    assert read("---\nlang: en_gb\n---\nText.\n", "b.md").notes == ()
    klingon = read("---\nlang: something else\n---\nText.\n", "c.md")
    assert (klingon.language, klingon.notes) == (None, ("lang: something else",))


@given(st.lists(st.text(max_size=300), max_size=4))
def test_any_text_may_be_guessed_at(texts: list[str]) -> None:
    guess_language(texts)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("folder", "truth", "short"),
    [
        ("encodings", "", 1),
        ("wikinews-en-ccby", "en", 1),
        ("wikinews-ja-ccby", "ja", 2),
        ("kubernetes-zh-ccby4", "zh", 0),
    ],
)
def test_real_articles_are_never_taken_for_another_language(
    corpus: Path, folder: str, truth: str, short: int
) -> None:
    archive = corpus / folder
    unknown = 0
    for entry in walk(archive):
        if not isinstance(entry, Entry) or not entry.id.endswith((".md", ".txt")):
            continue
        try:
            article = read_article(archive, entry)
        except UnreadableArticleError:
            continue
        language = truth or entry.id.split(".")[0]
        unknown += article.language is None
        assert article.language in (language, None), entry.id
    assert unknown <= short
