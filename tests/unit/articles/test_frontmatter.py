"""Front matter: what is one, what it says, and what it may cost (promise 4)."""

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import PROJECT
from tests.unit.articles.conftest import Read
from tuinews.articles.frontmatter import LIMIT, split_front_matter
from tuinews.articles.yamlvalues import UnreadableYamlError, read_yaml


def front(block: str) -> dict[str, object]:
    return split_front_matter(f"---\n{block}\n---\nbody\n").values


def test_a_block_and_the_body_below_it() -> None:
    found = split_front_matter("---\ntitle: A storm\n---\n\nIt rained.\n")
    assert (found.values, found.body, found.first_line) == (
        {"title": "A storm"},
        "\nIt rained.\n",
        4,
    )


@pytest.mark.parametrize("closing", ["---", "---  ", "...", "-----"])
def test_a_block_closes_with_dashes_or_dots(closing: str) -> None:
    assert split_front_matter(f"---\na: b\n{closing}\nbody").body == "body"


@pytest.mark.parametrize(
    "text",
    [
        "no front matter",
        "",
        "---",
        "---\nA line of text.\n---\nMore.\n",
        "--- a: b\n---\n",
        "text\n---\na: b\n---\n",
        "----x\na: b\n---\n",
    ],
)
def test_what_is_no_front_matter_is_body(text: str) -> None:
    found = split_front_matter(text)
    assert (found.values, found.body, found.warnings) == ({}, text, ())


def test_an_empty_block_is_taken_off() -> None:
    assert split_front_matter("---\n---\nbody").body == "body"


def test_a_block_without_end_is_body_with_a_warning() -> None:
    text = "---\ntitle: x\n\nIt rained.\n"
    found = split_front_matter(text)
    assert (found.body, found.warnings) == (text, ("line 1: the front matter has no end",))


def test_a_block_over_the_limit_is_body_with_a_warning() -> None:
    text = f"---\na: {'x' * LIMIT}\n---\nbody\n"
    found = split_front_matter(text)
    assert (found.body, found.warnings) == (
        text,
        ("line 1: the front matter is longer than 64 KiB",),
    )


def test_values_stay_the_words_that_stand_in_the_file() -> None:
    assert front("a: 1.10\nb: 007\nc: yes\nd: 2021-11-09\ne: ~\nf:\ng: 'it''s'") == {
        "a": "1.10",
        "b": "007",
        "c": "yes",
        "d": "2021-11-09",
        "e": None,
        "f": None,
        "g": "it's",
    }


def test_all_of_yaml_is_understood() -> None:
    block = """
        title: >
          Folded
          text
        tags: [a, "b, c", {d: e}]
        author: &jane {name: Jane Doe}
        editor: *jane
        "quoted key": "tab\\tand \\u00e9"
        list:
        - one
        - two: 2
    """
    assert front(textwrap.dedent(block).strip()) == {
        "title": "Folded text\n",
        "tags": ["a", "b, c", {"d": "e"}],
        "author": {"name": "Jane Doe"},
        "editor": {"name": "Jane Doe"},
        "quoted key": "tab\tand é",
        "list": ["one", {"two": "2"}],
    }


def test_merge_keys_fill_what_is_missing() -> None:
    assert front("base: &b {a: 1, c: 2}\nmore: {<<: *b, a: 3}")["more"] == {"a": "3", "c": "2"}


@pytest.mark.parametrize("block", ["title: one\ntitle: two", "title: one\nx: {a: 1}\ntitle: two"])
def test_a_key_stated_twice_warns_with_its_line_and_loses_nothing(block: str) -> None:
    found = split_front_matter(f"---\n{block}\n---\n")
    assert found.values["title"] == "two"
    assert found.values["title (before)"] == ["one"]
    line = block.count("\n") + 2
    assert found.warnings == (f"line {line}: “title” is stated twice",)


def test_a_colon_in_a_title_is_read_all_the_same(read: Read) -> None:
    article = read("---\ntitle: Storm: the aftermath\ndate: 2021-11-09\n---\nIt rained.\n", "a.md")
    assert article.headline == "Storm: the aftermath"
    assert article.published_from == "metadata"
    assert article.warnings
    assert "line 2" in article.warnings[0]


def test_broken_lines_show_as_body(read: Read) -> None:
    article = read("---\ntitle: x\n%%% broken [\n---\nIt rained.\n", "a.md")
    assert article.headline == "x"
    assert [p.text for p in article.sections[0].paragraphs] == ["%%% broken [", "It rained."]
    assert "line 3" in article.warnings[0]


def test_a_key_stated_thrice_loses_nothing() -> None:
    assert front("a: 1\na: 2\na: 3") == {"a": "3", "a (before)": ["1", "2"]}
    assert front("a: &x [1]\na: *x\na: *x")["a (before)"] == [["1"], ["1"]]


TOML = """
title = 'Storm: the "aftermath"'  # as the desk wants it
date = 2021-11-09T10:15:00Z
tags = ["wind", "rain"]
version = 1.10
mask = 0xFF
draft = false
# ask the desk
[author]
name = "Jane Doe"
"""


def test_toml_between_pluses(read: Read) -> None:
    article = read(f"+++{TOML}+++\n\nIt rained.\n", "a.md")
    assert article.headline == 'Storm: the "aftermath"'
    assert article.published == dt.datetime(2021, 11, 9, 10, 15, tzinfo=dt.UTC)
    assert article.keywords == ("wind", "rain")
    assert (article.byline, article.version) == ("Jane Doe", "1.10")
    assert [p.text for p in article.sections[0].paragraphs] == ["It rained."]
    assert article.warnings == ()


def test_what_toml_would_drop_is_a_note(read: Read) -> None:
    notes = read(f"+++{TOML}+++\n\nIt rained.\n", "a.md").notes
    assert {"# ask the desk", "mask = 0xFF"} <= set(notes)
    assert any("as the desk wants it" in note for note in notes)


def test_json_at_the_top(read: Read) -> None:
    block = """{
        "title": "Storm \\u00e9", "date": "2021-11-09", "tags": ["wind", "rain"],
        "version": 1.10, "author": {"name": "Jane Doe"}, "draft": false
    }"""
    article = read(f"{block}\n\nIt rained.\n", "a.md")
    assert (article.headline, article.published) == ("Storm é", dt.date(2021, 11, 9))
    assert (article.byline, article.version) == ("Jane Doe", "1.10")
    assert article.keywords == ("wind", "rain")
    assert [p.text for p in article.sections[0].paragraphs] == ["It rained."]
    assert article.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        "{% include head.html %}\n\nIt rained.\n",
        "{{ title }}\n\nIt rained.\n",
        "{: .lead}\nIt rained.\n",
        '{"title": "x"} is how JSON looks.\n',
        "{}\nIt rained.\n",
        "+++ more\ntext\n+++\n",
        "+++\nA line of text.\n+++\nMore.\n",
    ],
)
def test_what_is_neither_toml_nor_json_is_body(text: str) -> None:
    found = split_front_matter(text)
    assert (found.values, found.body, found.warnings) == ({}, text, ())


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("+++\ntitle = 'x'\nIt rained.\n", "line 1: the front matter has no end"),
        (f"+++\na = '{'x' * LIMIT}'\n+++\n", "line 1: the front matter is longer than 64 KiB"),
        ('{\n"a": "b",\nIt rained.\n', "front matter, line 3: "),
        (f'{{"a": "{"x" * LIMIT}"}}\nIt.\n', "line 1: the front matter is longer than 64 KiB"),
    ],
)
def test_toml_and_json_without_end_are_body_with_a_warning(text: str, warning: str) -> None:
    found = split_front_matter(text)
    assert found.body == text
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith(warning)


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("+++\ntitle = 'x'\n%%% broken [\ntags = ['a']\n+++", 3),
        ("+++\ntitle = 'x'\ntitle = 'x'\n%%% broken [\ntags = ['a']\n+++", 3),
        ('{\n  "title": "x",\n  %%% broken [\n  "tags": ["a"]\n}', 3),
    ],
)
def test_broken_toml_and_json_give_what_each_line_says(read: Read, block: str, line: int) -> None:
    article = read(f"{block}\nIt rained.\n", "a.md")
    assert (article.headline, article.keywords) == ("x", ("a",))
    texts = [p.text.strip() for p in article.sections[0].paragraphs]
    assert texts == ["%%% broken [", "It rained."]
    assert f"front matter, line {line}: " in article.warnings[0]


@pytest.mark.corpus
@pytest.mark.parametrize("kind", ["json", "toml", "yaml", "empty"])
def test_examples_of_another_reader_say_what_they_should(corpus: Path, kind: str) -> None:
    folder = corpus / "python-frontmatter-mit" / "tests" / kind
    for expected in sorted(folder.glob("*.result.json")):
        example = next(p for p in folder.glob(f"{expected.name.split('.')[0]}.*") if p != expected)
        truth = json.loads(expected.read_text(encoding="utf-8"))
        body = truth.pop("content")
        found = split_front_matter(example.read_text(encoding="utf-8"))
        assert as_words(found.values) == as_words(truth)
        assert found.body.strip() == body.strip()


def as_words(value: object) -> object:
    """A value as the words of a file, where YAML makes numbers, dates and switches of them."""
    if isinstance(value, dict):
        return {key: as_words(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_words(item) for item in value]
    return {"None": "", "yes": "True", "true": "True"}.get(str(value), str(value))


@pytest.mark.parametrize("block", ["---\ntitle: x\n---", "title: x\ndate: 2021-11-09\n"])
def test_a_comment_may_stand_above(read: Read, block: str) -> None:
    article = read(f"<!--\n---\ntitle: as it was\n---\n-->\n\n{block}\n\nIt rained.\n", "a.md")
    assert (article.headline, article.notes) == ("x", ("--- title: as it was ---",))
    assert [p.text for p in article.sections[0].paragraphs] == ["It rained."]


def test_a_comment_above_no_front_matter_changes_nothing() -> None:
    text = "<!-- a -->\n\nIt rained.\n---\n"
    assert split_front_matter(text).body == text


def test_comments_are_notes(read: Read) -> None:
    article = read("---\n# ask the desk\ntitle: x\n---\nIt rained.\n", "a.md")
    assert "# ask the desk" in article.notes


def test_tags_construct_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    block = f'a: !!python/object/apply:os.system ["touch {mark}"]\nb: !!binary aGk='
    assert front(block) == {"a": [f"touch {mark}"], "b": "aGk="}
    assert not mark.exists()


@pytest.mark.parametrize(
    "text",
    [
        "a: [" * 40,
        "a: " + "[" * 33 + "]" * 33,
        "a: *nobody",
        "a: &a [*a]",
        "a: b: c",
        "x: &x [1,1,1,1,1,1,1,1,1,1]\ny: &y [*x,*x,*x,*x,*x,*x,*x,*x,*x,*x]\nz: ["
        + "*y," * 10
        + "]",
    ],
)
def test_broken_or_costly_yaml_names_line_and_reason(text: str) -> None:
    with pytest.raises(UnreadableYamlError, match=r"^line [13]: "):
        read_yaml(text)


BOMBS = {
    "aliases": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{n}: &{n} [{','.join(['*' + p] * 9)}]\n"
        for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "merges": "a0: &a0 {k0: v, k1: v}\n"
    + "".join(
        f"a{i}: &a{i} {{<<: [{','.join([f'*a{i - 1}'] * 10)}], x: 1}}\n" for i in range(1, 20)
    ),
    "long text, often": f"a: &a {'x' * 60000}\nb: [{'*a,' * 900}]",
    "depth": "a: " + "[" * 30000,
    "maps": "a: " + "{a: " * 10000,
    "flow": f"a: [{'x, ' * 20000}]",
    "long flow": f"a: [{'x, ' * 200000}]",
    "questions": "a: " + "? " * 30000,
    "dashes": "- " * 30000,
    "block dashes": "a:\n" + "\n".join(" " * n + "- a:" for n in range(250)),
    "tags": "a: " + "!a " * 20000,
    "escapes": 'a: "' + "\\x41" * 15000 + '"',
    "anchors": "a: " + "&a " * 20000,
    "colons": "a" + ": " * 30000,
    "spaces": "a:" + " " * 60000 + "b",
    "keys": "\n".join(f"k{n}: v" for n in range(6000)),
    "same key": "a: b\n" * 10000,
    "blanks": "\n" * 60000,
    "quotes": "a: '" + "''" * 30000,
    "delimiters": "--- \n-- \n" * 20000,
}


TOML_BOMBS = {
    "key of parts": "a" + ".a" * 30000 + " = 1",
    "key of quoted parts": '"a b"' + '."a b"' * 10000 + " = 1",
    "arrays": "a = " + "[" * 30000,
    "tables": "a = " + "{a = " * 10000,
    "digits": "a = " + "1" * 60000,
    "octets": "a = 0x" + "f" * 60000,
    "keys": "\n".join(f"k{n} = 1" for n in range(6000)),
    "keys and an error": "\n".join(f"k{n} = 1" for n in range(6000)) + "\n=",
    "same key": "a = 1\n" * 10000,
    "headers": "\n".join("[" + ".".join(["a"] * 31) + f".k{n}]" for n in range(900)),
    "comments": "a = 1\n" + "".join(f"# {n}\n" for n in range(8000)),
    "quotes": "a = " + "'" * 60000,
    "signs": "a = 1 " + "= " * 28000,
}
JSON_BOMBS = {
    "arrays": '"a": ' + "[" * 60000 + "\n",
    "objects": '"a": ' + '{"a": ' * 10000 + "\n",
    "digits": '"a": ' + "1" * 60000,
    "keys": ",\n".join(f'"k{n}": 1' for n in range(5000)),
    "keys and an error": ",\n".join(f'"k{n}": 1' for n in range(5000)) + ",\n",
    "same key": '"a": 1,\n' * 7000 + '"a": 2',
    "blanks": '"a": 1' + " " * 60000 + "2\n",
    "escapes": '"a": "' + "\\u0041" * 9000,
    "quotes": '"a": ' + '"' * 60000,
}
FRONTED = {
    **{f"YAML {name}": f"---\n{bomb}\n---\n" for name, bomb in BOMBS.items()},
    **{f"TOML {name}": f"+++\n{bomb}\n+++\n" for name, bomb in TOML_BOMBS.items()},
    **{f"JSON {name}": f"{{{bomb}\n}}\n" for name, bomb in JSON_BOMBS.items()},
}


@pytest.mark.parametrize("bomb", FRONTED)
def test_a_bomb_costs_at_most_a_second(bomb: str, tmp_path: Path) -> None:
    """In a process of its own, which the system ends when it has used more than its time."""
    (tmp_path / "bomb.md").write_text(f"{FRONTED[bomb]}The body stays.\n")
    script = (
        "import sys; from pathlib import Path\n"
        "from tuinews.articles.folder import stat_entry\n"
        "from tuinews.articles.reading import read_article\n"
        "archive = Path(sys.argv[1])\n"
        "article = read_article(archive, stat_entry(archive, 'bomb.md'))\n"
        "assert sum(map(len, article.notes)) < 4 << 20\n"
        "texts = [p.text for s in article.sections for p in s.paragraphs]\n"
        "assert any('The body stays.' in text for text in texts), article.warnings\n"
    )

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (2, 2))  # one second, and one to start
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=PROJECT,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]


WORDS = st.text("abc xyz09.,:#-'\"[]{}&*!|>%@`/\\~=é東", max_size=12)
VALUES = st.one_of(WORDS, st.lists(WORDS, max_size=3))


@given(st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,6}", fullmatch=True), VALUES, max_size=4))
def test_the_quick_way_and_yaml_agree(values: dict[str, object]) -> None:
    lines = []
    for key, value in values.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"- {item}" for item in value)]
        else:
            lines.append(f"{key}: {value}")
    block = "\n".join(lines)
    found = split_front_matter(f"---\n{block}\n---\nbody\n")
    if found.warnings or not found.values:
        return
    assert found.values == read_yaml(block + "\n")[0]
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    assert set(found.values) == set(yaml.load(block, Loader=loader))


@given(st.sampled_from(["---\n", "+++\n", '{"a":']), st.text(max_size=200))
def test_any_text_may_be_split(opening: str, text: str) -> None:
    found = split_front_matter(opening + text)
    assert found.body in opening + text
