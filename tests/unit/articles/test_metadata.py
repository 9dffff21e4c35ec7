"""What fields are called in files, and what becomes of their values."""

from __future__ import annotations

import datetime as dt

import pytest

from tuinews.articles.metadata import ALIASES, read_metadata


@pytest.mark.parametrize(("field", "alias"), [(f, a) for f, all_ in ALIASES.items() for a in all_])
def test_every_alias_fills_its_field(field: str, alias: str) -> None:
    dated = ("2021-11-09", dt.date(2021, 11, 9))
    values = {"published": dated, "updated": dated, "keywords": ("value", ("value",))}
    value, expected = values.get(field, ("de", "de"))
    assert getattr(read_metadata({alias: value}), field) == expected


@pytest.mark.parametrize("key", ["Title", "TITLE", "title"])
def test_keys_are_compared_without_case(key: str) -> None:
    assert read_metadata({key: "x"}).headline == "x"


def test_hyphens_underscores_and_blanks_in_keys_do_not_matter() -> None:
    for key in ("last_modified", "last-modified", "Last Modified", "lastModified"):
        assert read_metadata({key: "2021-11-09"}).updated == dt.date(2021, 11, 9)


def test_the_first_alias_in_order_of_trust_wins_and_the_other_is_a_note() -> None:
    found = read_metadata({"title": "second", "headline": "first"})
    assert (found.headline, found.notes) == ("first", ("title: second",))
    assert read_metadata({"title": "same", "headline": "same"}).notes == ()


def test_what_no_field_wants_is_a_note() -> None:
    found = read_metadata(
        {"license": "CC BY 2.5", "image": {"src": "a.png", "alt": "A cat"}, "n": [1, 2], "no": None}
    )
    assert found.notes == ("license: CC BY 2.5", "image src: a.png", "image alt: A cat", "n: 1, 2")


def test_authors_may_be_a_text_a_list_or_mappings() -> None:
    assert read_metadata({"author": "Jane Doe"}).byline == "Jane Doe"
    assert read_metadata({"authors": ["Jane Doe", "John Roe"]}).byline == "Jane Doe, John Roe"
    found = read_metadata({"authors": [{"name": "Jane Doe", "email": "jane@example.org"}]})
    assert (found.byline, found.notes) == ("Jane Doe", ("authors email: jane@example.org",))


def test_the_first_category_is_the_desk_and_the_others_are_keywords() -> None:
    found = read_metadata({"categories": ["world", "asia"], "tags": ["talks"]})
    assert (found.desk, found.keywords) == ("world", ("talks", "asia"))
    assert read_metadata({"section": "world", "tags": "a, b"}).keywords == ("a", "b")


def test_a_date_that_is_none_is_a_warning_and_a_note() -> None:
    found = read_metadata({"date": "someday soon"})
    assert found.published is None
    assert found.warnings == ("date: “someday soon” is not a date",)
    assert found.notes == ("date: someday soon",)


def test_a_switch_called_published_is_no_date_and_no_fault() -> None:
    found = read_metadata({"published": "true", "date": "2021-11-09"})
    assert (found.published, found.warnings) == (dt.date(2021, 11, 9), ())


def test_values_are_one_safe_line() -> None:
    found = read_metadata({"title": "a\x1b[31m\nb\u202e &amp; c", "description": "one\n  two\n"})
    assert (found.headline, found.summary) == ("a␛[31m b & c", "one two")
