"""What reading may cost: time that grows with a text's length and no faster, whatever it holds."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tuinews.articles.reading import LIMIT

PIECES = (
    *(
        "-",
        " ",
        "[",
        "]",
        "*",
        "_",
        "`",
        "<",
        ">",
        "(",
        ")",
        "#",
        "|",
        "!",
        "&",
        "\\",
        "~",
        "=",
        ".",
        '"',
    ),
    *(
        "\u0301",
        "\u200d",
        "\u202e",
        "\x1b[",
        "é",
        "漢",
        "😀\u200d",
        "می\u200c",
        "\ufb01",
        "İ",
        "ß",
        "\t",
    ),
    *(
        "a ",
        "a\n",
        "a\n\n",
        "A\n",
        "A\n\n",
        "A B\n",
        "- a\n",
        "> ",
        ">\n",
        "# ",
        "# a\n",
        "###\n",
        "1. ",
    ),
    *("| a |\n", "|-|\n", "![", "[a](", "](", '](a "', "[a]: b\n", "[a][", "[[a](", "[![a](b)](c)"),
    *(
        "<a ",
        "<!--",
        "<!-- ",
        "-->",
        '<a b="',
        "&amp;",
        "&#x1b;",
        "*a ",
        "**a** ",
        "_a_",
        "`a",
        "``a`",
    ),
    *("{%", "{{", "{:", "{% a %}\n", "http://", "http://a)", "a   b\n", "a: b\n", "---\n", "===\n"),
    *(
        "a\n---\n",
        "<table>\n",
        "<pre>\n",
        "<script>\n",
        "<tr>",
        "<li>\n",
        "<h1>",
        "[^a]",
        "[^a]: b\n",
    ),
    *(
        "(A",
        "Nov 9 ",
        "A, ",
        "/A ",
        "A/",
        "By A ",
        "A-\n",
        "a-\n",
        "END\n\n",
        "-30-\n",
        "(Reporting by ",
    ),
    *(
        "```\n",
        "~~~\n",
        "    a\n",
        "  - a\n",
        "\r",
        "\x0c",
        "\u2028",
        "? ",
        "!?",
        "a. B",
        "A.",
        "***",
    ),
)

SCRIPT = """
import sys
from tuinews.articles.formats import pick_format
from tuinews.articles.source import Source

size = 30_000
for piece in eval(sys.argv[1]):
    for before in ("", "[", "a "):
        for after in ("", "\\n\\nend."):
            text = before + piece * (size // len(piece)) + after
            source = Source("a" + sys.argv[2], text.encode("utf-8", "surrogatepass"), 0)
            pick_format(source).read(source)
"""


def run(script: str, *arguments: str, seconds: int) -> None:
    """Run a script in a process that the system ends when it has used more than its time."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=PROJECT,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-800:]


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("start", range(0, len(PIECES), 20))
def test_no_piece_repeated_costs_more_than_its_length(start: int, suffix: str) -> None:
    run(SCRIPT, repr(PIECES[start : start + 20]), suffix, seconds=60)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("piece", ["x", "word ", "a\n", "A sentence that ends. ", "漢字", "\n"])
def test_eight_megabytes_are_read_in_seconds(piece: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"long{suffix}"
    path.write_text(piece * (LIMIT // len(piece.encode())))
    script = (
        "import sys; from pathlib import Path\n"
        "from tuinews.articles.folder import stat_entry\n"
        "from tuinews.articles.reading import read_article\n"
        "archive = Path(sys.argv[1])\n"
        "read_article(archive, stat_entry(archive, sys.argv[2]))\n"
    )
    run(script, str(tmp_path), path.name, seconds=6)
