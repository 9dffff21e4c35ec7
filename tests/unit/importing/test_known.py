"""Nothing is imported twice; what changed comes as a new version."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.importing.serving import rss
from tuinews.articles.importing.draft import Block, Draft, tidy
from tuinews.articles.importing.importer import Options, Summary, import_all
from tuinews.articles.importing.known import Known, link_key
from tuinews.articles.importing.store import Store

LONG = "Water rose at the dam on Monday, and the river below it was said to be calm. " * 4
DAY = dt.date(2021, 11, 9)


def item(link: str, text: str, headline: str = "Dam holds") -> str:
    address = f"<link>{link}</link>" if link else ""
    return f"<title>{headline}</title>{address}<description>{text}</description>"


def take(tmp_path: Path, *items: str) -> Summary:
    (tmp_path / "archive").mkdir(exist_ok=True)
    (tmp_path / "feed.xml").write_text(rss(*items))
    return import_all(tmp_path / "archive", [str(tmp_path / "feed.xml")], Options(today=DAY))


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.imported, summary.updated, summary.unchanged


def test_the_same_feed_twice_brings_nothing_new(tmp_path: Path) -> None:
    items = (item("/1", LONG), item("", "No link", "Other"), item("/3", "Short", "Third"))
    assert counts(take(tmp_path, *items)) == (3, 0, 0)
    assert counts(take(tmp_path, *items)) == (0, 0, 3)


def test_the_same_text_under_another_link_is_known(tmp_path: Path) -> None:
    take(tmp_path, item("/1", LONG))
    assert counts(take(tmp_path, item("/2", f"&lt;p&gt;{LONG}&lt;/p&gt;"))) == (0, 0, 1)


def test_a_text_too_short_to_tell_is_known_by_its_link_alone(tmp_path: Path) -> None:
    take(tmp_path, item("/monday", "Read more", "Puzzle"))
    assert counts(take(tmp_path, item("/tuesday", "Read more", "Puzzle"))) == (1, 0, 0)
    assert counts(take(tmp_path, item("/tuesday", "Read more", "Puzzle"))) == (0, 0, 1)


def test_another_headline_over_the_same_text_without_a_link_is_another_article(
    tmp_path: Path,
) -> None:
    take(tmp_path, item("", LONG))
    assert counts(take(tmp_path, item("", LONG, "Dam breaks"))) == (1, 0, 0)


def test_a_changed_text_under_a_known_link_is_a_new_version(tmp_path: Path) -> None:
    take(tmp_path, item("/1", LONG))
    second = take(tmp_path, item("/1", f"{LONG} More followed."))
    assert counts(second) == (0, 1, 0)
    assert second.files == ["2021/11/09-dam-holds-v2.md"]
    third = take(tmp_path, item("/1", f"{LONG} It is over.", "Dam bursts"))
    assert third.files == ["2021/11/09-dam-bursts-v3.md"]
    text = (tmp_path / "archive" / third.files[0]).read_text()
    assert "url: https://wire.example/1\n" in text
    assert "version: 3\n" in text


def test_a_feed_that_goes_back_to_an_old_text_brings_nothing_new(tmp_path: Path) -> None:
    take(tmp_path, item("/1", LONG))
    take(tmp_path, item("/1", f"{LONG} More."))
    assert counts(take(tmp_path, item("/1", LONG))) == (0, 0, 1)


def test_one_article_in_two_feeds_of_one_call_is_imported_once(tmp_path: Path) -> None:
    assert counts(take(tmp_path, item("/1", LONG), item("/1?utm_source=x", LONG))) == (1, 0, 1)


@pytest.mark.parametrize(
    "existing",
    [
        "---\ntitle: Dam holds\nlink: https://wire.example/1\n---\nSomething else.\n",
        '---\r\ntitle: "Dam holds"\r\nurl: "https://wire.example/1/"\r\n---\r\n\r\nElse.\r\n',
        '+++\ntitle = "Dam holds"\nurl = "https://wire.example/1"\n+++\n\nElse.\n',
        "---\nurl: 'http://WIRE.example/1'\n...\n\nElse.\n",
        "\ufeff---\ncanonical: https://wire.example/1?utm_medium=feed\n---\n\nElse.\n",
    ],
)
def test_a_link_in_an_archive_of_other_origin_is_known(tmp_path: Path, existing: str) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "old.markdown").write_text(existing, newline="")
    assert counts(take(tmp_path, item("/1", LONG))) == (0, 1, 0)


def test_a_text_in_an_archive_of_other_origin_is_known(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "old.md").write_text(
        f"---\ntitle: Dam holds\n---\n**{LONG[:40]}**{LONG[40:]}\n"
    )
    assert counts(take(tmp_path, item("/1", LONG))) == (0, 0, 1)


@pytest.mark.parametrize(
    "existing",
    [
        "",
        "---",
        "---\n",
        "---\nurl:\n---\n",
        "---\nurl: [\n---",
        "url: x",
        "\xff\xfe",
        "---\nversion: 9",
    ],
)
def test_a_broken_file_in_the_archive_is_no_obstacle(tmp_path: Path, existing: str) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "old.md").write_text(existing, encoding="latin-1")
    assert counts(take(tmp_path, item("/1", LONG))) == (1, 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://A.example/x/", True),
        ("https://a.example/x?utm_source=r&id=1", "https://a.example/x?id=1", True),
        ("https://a.example/x?id=1&utm_campaign=r", "https://a.example/x?id=1", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/x#1", "https://a.example/x#2", False),
        ("https://a.example/X", "https://a.example/x", False),
        ("http://[::1/x", "http://[::1/x", True),
    ],
)
def test_links_are_the_same_but_for_scheme_tracking_and_slash(
    one: str, other: str, same: bool
) -> None:
    assert (link_key(one) == link_key(other)) is same


@settings(max_examples=100, deadline=None)
@given(
    st.builds(
        Draft,
        headline=st.none() | st.text(max_size=60),
        blocks=st.lists(
            st.builds(
                Block,
                st.lists(st.text(max_size=120), min_size=1, max_size=2).map(tuple),
                st.sampled_from(("text", "item", "quote", "verbatim", "crosshead")),
            ),
            max_size=4,
        ).map(tuple),
        url=st.sampled_from((None, "https://a.example/?a=1&copy=2", "https://a.example/'x\"")),
        summary=st.none() | st.text(max_size=60),
    )
)
def test_whatever_is_written_is_known_when_the_archive_is_scanned_again(
    tmp_path_factory: pytest.TempPathFactory, made: Draft
) -> None:
    draft = tidy(made)
    if draft.is_empty:
        return
    archive = tmp_path_factory.mktemp("archive")
    with Store(archive) as store:
        store.write(draft, 1, today=DAY)
    assert Known.scan(archive).version(draft) is None
