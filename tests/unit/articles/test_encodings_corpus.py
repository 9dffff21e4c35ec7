"""Real texts in 18 languages and over 30 encodings are decoded to just what they were made from."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tuinews.articles.decode import Decoded, decode

pytestmark = pytest.mark.corpus
CUT = "cut mid-character"


@dataclass(frozen=True)
class Case:
    """A file of the corpus, the codec it was made with and the SHA-256 of its text in UTF-8."""

    name: str
    codec: str
    digest: str
    decoded: Decoded

    @property
    def text(self) -> str:
        """The text as decoded, its lines ending in newlines."""
        return self.decoded.text.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def is_right(self) -> bool:
        """Whether the text is the one the file was made from."""
        return hashlib.sha256(self.text.encode()).hexdigest() == self.digest


@pytest.fixture(scope="module")
def cases(corpus: Path) -> list[Case]:
    """Every file that `truth.tsv` names, decoded."""
    return list(_cases(corpus / "encodings"))


def _cases(folder: Path) -> Iterator[Case]:
    with (folder / "truth.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            decoded = decode((folder / row["file"]).read_bytes())
            yield Case(row["file"], row["codec"], row["sha256_utf8_lf"], decoded)


def test_every_whole_file_is_decoded_right(cases: list[Case]) -> None:
    whole = [case for case in cases if CUT not in case.codec]
    wrong = [f"{case.name}: {case.decoded.encoding}" for case in whole if not case.is_right]
    assert wrong == []
    assert len(whole) == 111


def test_no_whole_file_is_said_to_be_broken(cases: list[Case]) -> None:
    assert [case.name for case in cases if CUT not in case.codec and case.decoded.warnings] == []


def test_of_a_file_that_was_cut_short_all_that_is_left_is_decoded_right(cases: list[Case]) -> None:
    cut = [case for case in cases if CUT in case.codec]
    assert len(cut) == 4
    for case in cut:
        (whole,) = {c.text for c in cases if c.digest == case.digest and c.codec == "utf-8"}
        assert whole.startswith(case.text.rstrip("\ufffd")), case.name
        assert case.text.endswith("\ufffd") == bool(case.decoded.warnings)
        assert case.decoded.encoding == "utf-8"
