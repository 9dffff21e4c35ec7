"""Promise 4: the YAML of an article costs at most 64 KiB of looking and a second of reading."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.fixtures.bombs import YAML
from tests.fixtures.limits import Cost, read_under_limits
from tuinews.articles.article import Article
from tuinews.articles.folder import stat_entry
from tuinews.articles.reading import read_article

CPU_SECONDS = 3
MEMORY = 1 << 30
WITH_BODY = sorted(
    name for name, make in YAML.items() if name.endswith(".md") and make().endswith(b"\nA body.\n")
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every bomb of YAML, in a folder."""
    folder = tmp_path_factory.mktemp("yaml")
    for name, make in YAML.items():
        (folder / name).write_bytes(make())
    return folder


@pytest.fixture(scope="module")
def costs(archive: Path) -> Mapping[str, Cost]:
    """What reading each took, in a process that is killed when it takes too long or too much."""
    read = read_under_limits(archive, sorted(YAML), seconds=CPU_SECONDS, memory=MEMORY)
    return {cost.id: cost for cost in read}


@pytest.mark.parametrize("name", sorted(YAML))
def test_a_bomb_is_read_or_refused_before_its_time_is_up(
    costs: Mapping[str, Cost], name: str
) -> None:
    assert costs[name].ended_well, costs[name]


def read(archive: Path, name: str) -> Article:
    return read_article(archive, stat_entry(archive, name))


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_bomb_never_hides_the_article_below_it(
    archive: Path, costs: Mapping[str, Cost], name: str
) -> None:
    assert costs[name].ended_well
    article = read(archive, name)
    said = [p.text for section in article.sections for p in section.paragraphs]
    assert any("A body." in text for text in said) or "A body." in article.headline


@pytest.mark.parametrize(
    "name",
    [
        "aliases.md",
        "aliases-wide.md",
        "merges-deep.md",
        "itself.md",
        "flow-depth.md",
        "flow-open.md",
        "flow-600k.md",
        "same-keys-60k.md",
        "quote-open.md",
    ],
)
def test_what_was_left_out_is_said_with_its_line(
    archive: Path, costs: Mapping[str, Cost], name: str
) -> None:
    assert costs[name].ended_well
    assert any("line" in warning for warning in read(archive, name).warnings)


def test_no_tag_makes_an_object_or_runs_anything(
    archive: Path, tmp_path: Path, costs: Mapping[str, Cost]
) -> None:
    mark = tmp_path / "owned"
    for tag in (
        f"!!python/object/apply:os.system ['touch {mark}']",
        f"!!python/object/new:os.system ['touch {mark}']",
        f"!!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{mark}']]",
        "!!python/module:antigravity",
    ):
        (archive / "tag.md").write_text(f"---\ntitle: {tag}\n---\nA body.\n", encoding="utf-8")
        read(archive, "tag.md")
        assert not mark.exists()
