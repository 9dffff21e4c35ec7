"""Front matter: what is one, what it says, and what it may cost (promise 4)."""

from __future__ import annotations

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
    assert found.values["title (before)"] == "one"
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


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_costs_at_most_a_second(bomb: str, tmp_path: Path) -> None:
    """In a process of its own, which the system ends when it has used more than its time."""
    (tmp_path / "bomb.md").write_text(f"---\n{BOMBS[bomb]}\n---\nThe body stays.\n")
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
    assert set(found.values) == set(yaml.load(block, Loader=yaml.BaseLoader))


@given(st.text(max_size=200))
def test_any_text_may_be_split(text: str) -> None:
    found = split_front_matter("---\n" + text)
    assert found.body in "---\n" + text
