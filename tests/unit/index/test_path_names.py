"""Patterns of paths find what going through every id would find."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tuinews.index.folding import fold
from tuinews.index.path_names import PathNames

_NAMES = st.text("aAbé.1-", min_size=1, max_size=4)
IDS = st.lists(
    st.lists(_NAMES, min_size=1, max_size=4).map("/".join), min_size=1, max_size=30, unique=True
)
PATTERNS = st.lists(
    st.sampled_from(["a", "b", "1", "é", "ab", ".", "-", "*", "?", "**", "/", "**/"]),
    min_size=1,
    max_size=7,
).map("".join)


def test_of(pattern: str) -> Callable[[str], bool]:
    """Whether a folded id matches a folded pattern, one by one."""
    if not re.search(r"[*?]", pattern):
        return lambda path: f"/{pattern}/" in f"/{path}/" or f"/{pattern}." in f"/{path}/"
    stands_for = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pieces = re.findall(r"\*\*/?|\*|\?|[^*?]+", pattern)
    expression = "".join(stands_for.get(piece) or re.escape(piece) for piece in pieces)
    return lambda path: re.fullmatch(expression, path, re.DOTALL) is not None


test_of.__test__ = False  # a reference, no test


@settings(max_examples=400, deadline=None)
@given(IDS, PATTERNS)
@example(["a/b/1.md", "a/1.md", "ab/1.md", "1.md"], "a/**")
@example(["x/aa", "x/a", "x/aba"], "x/a*a")
@example(["xa/b", "x/b", "xb"], "x**/b")
@example(["aa", "ab/a", "a/b/a"], "a**/**/a")
@example(["a/b.md", "b/a.md", "a.b/c"], "a")
def test_a_pattern_finds_what_going_through_every_id_does(ids: list[str], pattern: str) -> None:
    ids = sorted(ids, key=str.encode)
    pattern = fold(pattern.strip("/"))
    names = PathNames(each.encode() for each in ids)
    is_pattern = "*" in pattern or "?" in pattern
    found = names.like(pattern) if is_pattern else names.called(pattern)
    matches = test_of(pattern)
    assert found.tolist() == [matches(fold(each)) for each in ids]


def test_bytes_that_are_no_text_are_found_by_what_surrounds_them() -> None:
    names = PathNames([b"a/\xff1.md", b"a/\xff2.md", b"b/1.md"])
    assert names.like("a/*1.md").tolist() == [True, False, False]
    assert names.like("**/?1.md").tolist() == [True, False, False]
