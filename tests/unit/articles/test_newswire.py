"""Wire copy in plain text: paragraphs, headlines, what stands around the story."""

from __future__ import annotations

import textwrap

import pytest

from tests.unit.articles.conftest import Read

LEDE = (
    "The ambassador met the foreign minister on Tuesday, the two sides said in a statement that "
    "they published after the talks in the capital."
)
MORE = (
    "Trade between the countries has fallen by a third since the border closed in the spring of "
    "last year, according to figures of the customs service."
)


def texts(read: Read, content: str) -> list[str]:
    return [p.text for s in read(content).sections for p in s.paragraphs]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_blank_lines_part_paragraphs_and_hard_wraps_are_joined(read: Read, newline: str) -> None:
    wrapped = "\n\n".join(["A headline", textwrap.fill(LEDE, 60), textwrap.fill(MORE, 60)])
    assert texts(read, wrapped.replace("\n", newline)) == [LEDE, MORE]


def test_long_lines_are_paragraphs(read: Read) -> None:
    assert texts(read, f"{LEDE}\n{MORE}\nHe left.\n") == [LEDE, MORE, "He left."]


def test_an_indent_opens_a_paragraph_of_hard_wrapped_lines(read: Read) -> None:
    wrapped = "\n".join(textwrap.fill(text, 64, initial_indent="    ") for text in (LEDE, MORE))
    assert texts(read, wrapped) == [LEDE, MORE]


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph(read: Read) -> None:
    first = textwrap.fill(LEDE + " He left.", 60)
    assert texts(read, f"{first}\n{textwrap.fill(MORE, 60)}\n") == [LEDE + " He left.", MORE]


def test_a_hard_wrapped_lede_goes_on_behind_its_dateline(read: Read) -> None:
    lede = textwrap.fill(f"KABUL, Nov. 7 (Reuters) - {LEDE}", 60)
    assert texts(read, f"A headline\n\n{lede}\n\n{textwrap.fill(MORE, 60)}\n") == [LEDE, MORE]


def test_a_crosshead_right_below_hard_wrapped_lines_stays_apart(read: Read) -> None:
    for filled in (LEDE, LEDE[:-1] + " city."):
        lines = "\n".join(
            [textwrap.fill(filled, 60), "WHAT LAY BEHIND IT ALL", textwrap.fill(MORE, 60)]
        )
        article = read(f"A headline\n\n{textwrap.fill(MORE, 60)}\n\n{lines}\n")
        assert [s.crosshead for s in article.sections] == [None, "WHAT LAY BEHIND IT ALL"]


def test_a_word_broken_at_its_hyphen_stays_one(read: Read) -> None:
    text = "A title\n\n" + "\n".join(
        [
            "The two countries have now after many years of talks re-",
            "established their ties, as the",
            "ministers said in the capital on Tuesday evening.",
        ]
    )
    assert "re-established their ties" in texts(read, text)[0]


def test_lines_of_japanese_join_without_a_blank(read: Read) -> None:
    line = "気象庁は同日二十三時三十六分に震源の深さが約四十キロで地震の規模を示す値は七と発"
    text = f"題名\n\n{line}\n表したと伝えられている。\n"
    assert any("発表した" in found for found in texts(read, text))


def test_verse_and_addresses_keep_their_lines(read: Read) -> None:
    verse = "The sea is calm to-night\nThe tide is full\nthe moon lies fair"
    article = read(f"A headline\n\n{LEDE}\n\n{verse}\n\n{MORE}\n")
    found = article.sections[0].paragraphs[1]
    assert (found.text, found.kind) == (verse, "verbatim")


def test_tables_keep_their_columns(read: Read) -> None:
    table = "Team        Won   Lost\nRovers       12      3\nUnited        9      6"
    article = read(f"A headline\n\n{LEDE}\n\n{table}\n\n{MORE}\n")
    found = article.sections[0].paragraphs[1]
    assert (found.text, found.kind) == (table, "verbatim")


def test_lists_become_items(read: Read) -> None:
    article = read(f"A headline\n\n{LEDE}\n\n- first point\n- second point\n  goes on\n\n{MORE}\n")
    items = [p.text for p in article.sections[0].paragraphs if p.kind == "item"]
    assert items == ["first point", "second point goes on"]


def test_a_dash_before_speech_is_no_list(read: Read) -> None:
    article = read(f"A headline\n\n{LEDE}\n\n– Nie wiem – powiedział minister.\n\n{MORE}\n")
    assert article.sections[0].paragraphs[1].text == "– Nie wiem – powiedział minister."


def test_the_first_line_over_a_blank_line_is_the_headline(read: Read) -> None:
    article = read(f"Ministers meet over trade\n\n{LEDE}\n")
    assert (article.headline, article.headline_derived) == ("Ministers meet over trade", False)
    assert texts(read, f"Ministers meet over trade\n\n{LEDE}\n") == [LEDE]


@pytest.mark.parametrize(
    "below", ["By Jane Doe", "KABUL (Reuters) - It rained.", "9 November 2021"]
)
def test_the_first_line_over_byline_or_dateline_is_the_headline(read: Read, below: str) -> None:
    article = read(f"Ministers meet over trade\n{below}\n{LEDE}\n")
    assert article.headline == "Ministers meet over trade"


def test_the_head_of_a_wire_story_needs_no_blank_lines(read: Read) -> None:
    lede = textwrap.fill(f"KABUL, Afghanistan (AP) — {LEDE}", 60)
    article = read(
        "BC-Kabul, 3rd Ld-Writethru\nEds: Updates with details.\nBlast in Kabul\nBy JANE DOE\n"
        f"Associated Press\n{lede}\n\n{textwrap.fill(MORE, 60)}\n"
    )
    assert article.headline == "Blast in Kabul"
    assert article.byline == "By JANE DOE, Associated Press"
    assert article.notes == ("BC-Kabul, 3rd Ld-Writethru", "Eds: Updates with details.")
    assert [p.text for p in article.sections[0].paragraphs] == [LEDE, MORE]


def test_a_press_release_puts_its_contact_aside(read: Read) -> None:
    article = read(
        "FOR IMMEDIATE RELEASE\n\nContact: Jane Doe\n555-0100\njane@example.org\n\n"
        "ACME ANNOUNCES RESULTS\nRevenue up a tenth\n\n"
        f"NEW YORK, Nov. 7, 2021 /PRNewswire/ -- {LEDE}\n\n{MORE}\n"
    )
    assert article.headline == "ACME ANNOUNCES RESULTS"
    assert article.notes[1] == "Contact: Jane Doe 555-0100 jane@example.org"
    assert [p.text for p in article.sections[0].paragraphs] == ["Revenue up a tenth", LEDE, MORE]


def test_a_header_of_keys_is_metadata(read: Read) -> None:
    article = read(f"Headline: Ministers meet\nByline: Jane Doe\nDate: 9 Nov 2021\n\n{LEDE}\n")
    assert (article.headline, article.byline) == ("Ministers meet", "Jane Doe")
    assert article.published_from == "metadata"
    assert [p.text for p in article.sections[0].paragraphs] == [LEDE]


def test_an_interview_is_no_header_of_keys(read: Read) -> None:
    text = f"Question: What now?\nAnswer: Nothing.\n\n{LEDE}\n"
    assert "Answer: Nothing." in texts(read, text)


def test_a_headline_over_indented_paragraphs_without_blank_lines_is_one(read: Read) -> None:
    lede = textwrap.fill(f"OXFORD, Thursday (TUI) - {LEDE}", 64, initial_indent="    ")
    more = textwrap.fill(MORE, 64, initial_indent="    ")
    article = read(f"Bannister runs the mile\n{lede}\n{more}\nTHREE MEN\n{more}\n")
    assert (article.headline, article.headline_derived) == ("Bannister runs the mile", False)
    assert [len(s.paragraphs) for s in article.sections] == [2, 1]


def test_a_dateline_is_no_headline(read: Read) -> None:
    article = read(f"KABUL (Reuters) - It rained.\n\n{LEDE}\n")
    assert (article.headline, article.headline_derived) == ("It rained.", True)


def test_a_headline_is_derived_from_the_first_sentence_of_the_lede(read: Read) -> None:
    article = read(f"{LEDE}\n{MORE}\n", "e3b0c44298fc1c14.txt")
    assert article.headline_derived
    assert article.headline == (
        "The ambassador met the foreign minister on Tuesday, the two sides said in a statement…"
    )
    assert len(article.headline) <= 90


def test_a_derived_headline_does_not_stop_at_an_abbreviation(read: Read) -> None:
    article = read("Mr. Jones of the U.S. Senate left. He came back.\n" + LEDE)
    assert article.headline == "Mr. Jones of the U.S. Senate left."


def test_an_article_without_words_is_called_after_its_file(read: Read) -> None:
    assert read("", "world/empty.txt").headline == "empty.txt"


@pytest.mark.parametrize(
    ("headline", "version"),
    [
        ("UPDATE 2-Oil rises on supply fears", "UPDATE 2"),
        ("WRAPUP 1-Oil rises", "WRAPUP 1"),
        ("CORRECTED-Oil rises", "CORRECTED"),
        ("REFILE-UPDATE 3-Oil rises", "REFILE-UPDATE 3"),
        ("FACTBOX-Oil prices", "FACTBOX"),
        ("Update on oil", None),
        ("ANALYSIS of oil", None),
    ],
)
def test_a_version_is_read_from_the_headline_and_stays_in_it(
    read: Read, headline: str, version: str | None
) -> None:
    article = read(f"{headline}\n\n{LEDE}\n")
    assert (article.headline, article.version) == (headline, version)


@pytest.mark.parametrize(
    "byline",
    [
        *(
            "By Jane Doe",
            "By JANE DOE and JOHN ROE",
            "BY JANE DOE",
            "By Jane Doe, Associated Press",
        ),
        *("By Jane van der Doe | Reuters", "Von Jane Doe", "Por Jane Doe", "By Reuters"),
        *("Par la rédaction Culture", "Por la Redacción de Deportes", "Von der Redaktion"),
        *("Author: Jane Doe (Agency)", "Autorin: Jane Doe", "作者：王明", "記者：山田"),
    ],
)
def test_a_byline_is_taken_from_the_top(read: Read, byline: str) -> None:
    article = read(f"A headline\n{byline}\n\nKABUL (Reuters) - It rained.\n\n{LEDE}\n")
    assert article.byline == byline
    assert article.headline == "A headline"


@pytest.mark.parametrize(
    "sentence",
    ["By Friday, all had left.", "By Monday", "By and large it was calm", "By the end he had won"],
)
def test_a_sentence_that_begins_with_by_is_none(read: Read, sentence: str) -> None:
    assert read(f"A headline\n\n{sentence}\n\n{LEDE}\n").byline is None


def test_advisories_and_sign_offs_are_notes(read: Read) -> None:
    article = read(
        "Oil rises\n\n(Adds details, quotes)\n\nBy Jane Doe\n\nLONDON (Reuters) - It rose.\n\n"
        f"{LEDE}\n\n"
        "(Reporting by Jane Doe; Editing by John Roe)\n"
    )
    assert article.notes == (
        "(Adds details, quotes)",
        "(Reporting by Jane Doe; Editing by John Roe)",
    )
    assert article.byline == "By Jane Doe"
    assert [p.text for p in article.sections[0].paragraphs] == ["It rose.", LEDE]


@pytest.mark.parametrize(
    "line",
    [
        "Rédaction : service Culture ; édition : bureau de Paris",
        "Redacción: Mesa de Deportes; Edición: Mesa Central",
        "(Reportage de Jeanne Martin, édité par Jean Roux)",
        "Editado por Juana Pérez",
        "Reportagem de Joana Silva; edição de João Souza.",
        "(Bearbeitet von Erika Muster)",
    ],
)
def test_sign_offs_in_other_languages_are_notes(read: Read, line: str) -> None:
    article = read(f"A headline\n\n{LEDE}\n\n{MORE}\n\n{line}\n")
    assert article.notes == (line,)


@pytest.mark.parametrize(
    "sentence",
    [
        "Editado por Planeta, el libro salió en mayo. Se vendió mucho.",
        "Edición por edición, el festival crece.",
    ],
)
def test_a_last_sentence_about_such_work_is_text(read: Read, sentence: str) -> None:
    assert texts(read, f"A headline\n\n{LEDE}\n\n{sentence}\n")[-1] == sentence


@pytest.mark.parametrize(
    "mark", ["-30-", "- 30 -", "(END)", "###", "# # #", "-END-", "ENDS", "NNNN"]
)
def test_what_follows_an_end_mark_is_notes(read: Read, mark: str) -> None:
    article = read(f"A headline\n\n{LEDE}\n\n{MORE}\n\n{mark}\n\nContact: Jane Doe, 555 0100\n")
    assert [p.text for p in article.sections[0].paragraphs] == [LEDE, MORE]
    assert article.notes == (mark, "Contact: Jane Doe, 555 0100")


def test_hashes_between_sections_end_nothing(read: Read) -> None:
    article = read(f"A headline\n\nShort.\n\n###\n\n{LEDE}\n\n{MORE}\n\n{LEDE}\n")
    assert not article.notes
    assert len(article.sections[0].paragraphs) == 5


@pytest.mark.parametrize(
    "line",
    [
        *("EMBARGOED UNTIL 9 NOV 2021 00:01 GMT", "NOT FOR PUBLICATION BEFORE NOON ON TUESDAY"),
        *("Embargoed until 9 November 2021", "EMBARGO: 9 NOV", "STRICTLY EMBARGOED UNTIL NOON"),
    ],
)
def test_an_embargo_is_read_and_is_no_headline(read: Read, line: str) -> None:
    article = read(f"{line}\n\nMinisters meet\n\n{LEDE}\n")
    assert (article.embargo, article.headline) == (line, "Ministers meet")


def test_news_of_an_embargo_is_none(read: Read) -> None:
    assert read(f"Embargo on oil takes effect\n\n{LEDE}\n").embargo is None


def test_urgency_and_release_lines_stand_aside(read: Read) -> None:
    article = read(f"URGENT\n\nFOR IMMEDIATE RELEASE\n\nMinisters meet\n\n{LEDE}\n")
    assert (article.urgency, article.headline) == ("URGENT", "Ministers meet")
    assert article.notes == ("FOR IMMEDIATE RELEASE",)


def test_addresses_in_the_text_are_links(read: Read) -> None:
    article = read(
        f"A headline\n\n{LEDE} See https://example.org/a_(b), and (http://example.com).\n"
    )
    assert [link.url for link in article.links] == [
        "https://example.org/a_(b)",
        "http://example.com",
    ]


def test_front_matter_above_plain_text_is_read(read: Read) -> None:
    article = read(f"---\ntitle: Ministers meet\ndesk: world\n---\nKABUL (AFP) - {LEDE}\n")
    assert (article.headline, article.desk, article.place) == ("Ministers meet", "world", "KABUL")


def test_every_paragraph_but_verbatim_is_one_line(read: Read) -> None:
    article = read(f"A headline\n\n{LEDE}\t\n  tab\there\n\n{MORE}\x0b\x0c{LEDE}\u2028{MORE}\n")
    for section in article.sections:
        for paragraph in section.paragraphs:
            assert paragraph.kind == "verbatim" or "\n" not in paragraph.text
