"""Walking the archive: only regular files inside it, each real folder once, whatever lies there."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tuinews.articles.folder import Entry, Skipped, read_bytes, stat_entry, walk
from tuinews.errors import ArchiveError, ArticleIdError, UnreadableArticleError


def ids(archive: Path, *leave_out: Path) -> set[str]:
    return {e.id for e in walk(archive, leave_out=leave_out) if isinstance(e, Entry)}


def skipped(archive: Path) -> dict[str, str]:
    return {e.id: e.reason for e in walk(archive) if isinstance(e, Skipped)}


def put(archive: Path, name: str, text: str = "text") -> Path:
    path = archive / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_every_file_below_the_archive_is_an_entry_with_its_size_and_time(archive: Path) -> None:
    path = put(archive, "world/2021/kabul.txt", "twelve bytes")
    put(archive, "top.txt")
    os.utime(path, ns=(1, 1_636_416_000_000_000_001))
    assert ids(archive) == {"world/2021/kabul.txt", "top.txt"}
    found = {e.id: e for e in walk(archive) if isinstance(e, Entry)}["world/2021/kabul.txt"]
    assert (found.size, found.mtime_ns) == (12, 1_636_416_000_000_000_001)
    assert stat_entry(archive, "world/2021/kabul.txt") == found


def test_hidden_names_and_what_is_left_out_are_passed_over(archive: Path) -> None:
    put(archive, ".hidden.txt")
    put(archive, ".git/config")
    put(archive, "index/main.0.idx")
    put(archive, "world/index/kept.txt")
    (archive / "shortcut").symlink_to("index")
    (archive / "inner").symlink_to("index/main.0.idx")
    assert ids(archive, archive / "index") == {"world/index/kept.txt"}
    assert not [e for e in walk(archive, leave_out=[archive / "index"]) if isinstance(e, Skipped)]


def test_the_settings_of_an_archive_are_no_article_but_others_of_the_name_are(
    archive: Path,
) -> None:
    put(archive, "tuinews.yaml")
    put(archive, "world/tuinews.yaml")
    assert ids(archive) == {"world/tuinews.yaml"}


def test_pipes_sockets_and_devices_are_reported_and_never_opened(archive: Path) -> None:
    os.mkfifo(archive / "pipe.txt")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(archive / "socket.txt"))
    (archive / "null.txt").symlink_to("/dev/null")
    assert skipped(archive) == {
        "pipe.txt": "not a file but a named pipe",
        "socket.txt": "not a file but a socket",
        "null.txt": "a link that leads out of the archive",
    }
    for id in ("pipe.txt", "socket.txt", "null.txt"):  # noqa: A001 - an id
        with pytest.raises(ArticleIdError):
            read_bytes(archive, id, 100)
    listener.close()


def test_links_are_followed_only_inside_the_archive(archive: Path, tmp_path: Path) -> None:
    put(tmp_path, "outside/secret.txt")
    put(archive, "inside/a.txt")
    (archive / "out").symlink_to(tmp_path / "outside")
    (archive / "up").symlink_to("../outside/secret.txt")
    (archive / "gone").symlink_to("nowhere")
    (archive / "alias.txt").symlink_to("inside/a.txt")
    (archive / "round").symlink_to(archive / "inside")
    assert ids(archive) == {"inside/a.txt", "alias.txt"}
    assert skipped(archive) == {
        "out": "a link that leads out of the archive",
        "up": "a link that leads out of the archive",
        "gone": "a link to nothing",
    }
    assert read_bytes(archive, "alias.txt", 9) == b"text"
    assert read_bytes(archive, "round/a.txt", 9) == b"text"
    for id in ("out/secret.txt", "up", "gone"):  # noqa: A001 - an id
        with pytest.raises(ArticleIdError):
            stat_entry(archive, id)


def test_a_folder_whose_name_starts_like_the_archives_is_outside(
    archive: Path, tmp_path: Path
) -> None:
    put(tmp_path, "archive-private/secret.txt")
    (archive / "beside").symlink_to("../archive-private/secret.txt")
    assert ids(archive) == set()


def test_a_linked_folder_that_is_hidden_otherwise_is_read_once(archive: Path) -> None:
    put(archive, ".store/2021/a.txt")
    (archive / "2021").symlink_to(".store/2021")
    (archive / "again").symlink_to(".store/2021")
    found = ids(archive)
    assert len(found) == 1
    assert found < {"2021/a.txt", "again/a.txt"}


def test_loops_of_links_end(archive: Path) -> None:
    put(archive, "a/b/file.txt")
    (archive / "a/b/up").symlink_to("../..")
    (archive / "self").symlink_to("self")
    (archive / "one").symlink_to("two")
    (archive / "two").symlink_to("one")
    assert ids(archive) == {"a/b/file.txt"}
    assert set(skipped(archive)) == {"self", "one", "two"}


def test_three_thousand_folders_deep_are_walked_and_read(archive: Path) -> None:
    depth = 3000
    here = os.open(archive, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    file = os.open("deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here)
    os.write(file, b"deep")
    os.close(file)
    id = "d/" * depth + "deep.txt"  # noqa: A001 - an id
    assert ids(archive) == {id}
    assert read_bytes(archive, id, 10) == b"deep"
    os.unlink("deep.txt", dir_fd=here)
    for _ in range(depth):  # deeper than what cleans up after tests can go
        above = os.open("..", os.O_RDONLY, dir_fd=here)
        os.rmdir("d", dir_fd=above)
        os.close(here)
        here = above
    os.close(here)


def test_many_folders_at_every_depth_need_few_open_files(archive: Path) -> None:
    here = archive
    for number in range(150):
        put(here, f"side/{number}.txt")
        here = here / "d"
        here.mkdir()
    before = len(list(Path("/proc/self/fd").iterdir()))
    opened = [len(list(Path("/proc/self/fd").iterdir())) - before for _ in walk(archive)]
    assert len(opened) == 150
    assert max(opened) < 100


def test_an_unreadable_folder_is_reported_and_the_rest_is_read(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, "closed/a.txt")
    put(archive, "open/b.txt")
    (archive / "closed").chmod(0)
    try:
        if os.access(archive / "closed", os.R_OK):
            pytest.skip("this user may read everything")
        assert ids(archive) == {"open/b.txt"}
        assert skipped(archive) == {"closed": "permission denied"}
    finally:
        (archive / "closed").chmod(0o755)


def test_an_unreadable_file_is_an_error_with_its_reason(archive: Path) -> None:
    put(archive, "closed.txt").chmod(0)
    if os.access(archive / "closed.txt", os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(UnreadableArticleError, match="permission denied"):
        read_bytes(archive, "closed.txt", 10)


def test_names_that_are_not_text_keep_a_reversible_id(archive: Path) -> None:
    raw = b"caf\xe9\x1b[31m\n\xe2\x80\xae.txt"
    (Path(os.fsdecode(os.fsencode(archive) + b"/" + raw))).write_text("x")
    (id,) = ids(archive)  # noqa: A001 - an id
    assert os.fsencode(id) == raw
    assert read_bytes(archive, id, 10) == b"x"


@pytest.mark.parametrize(
    "id",
    [
        *("..", "../outside.txt", "a/../../outside.txt", "/etc/passwd", "", "/", "a//b", "a/"),
        *("./a.txt", ".hidden", "a/.hidden/b", "a\0b", "missing.txt", "a", "a.txt/b", "x" * 300),
        *("\ud800", "a/./b", "a/..", "~", "\udc80"),
    ],
)
def test_an_id_that_names_no_article_inside_is_refused(
    archive: Path,
    tmp_path: Path,
    id: str,  # noqa: A002 - an id
) -> None:
    put(tmp_path, "outside.txt")
    put(archive, "a/b")
    put(archive, "a.txt")
    for ask in _ASKS:
        with pytest.raises(ArticleIdError) as refused:
            ask(archive, id)
        assert str(refused.value).isprintable()


def _read_ten(archive: Path, id: str) -> bytes:  # noqa: A002 - an id
    return read_bytes(archive, id, 10)


_ASKS: tuple[Callable[[Path, str], object], ...] = (stat_entry, _read_ten)


def test_at_most_the_limit_is_read_of_an_endless_file(archive: Path) -> None:
    with (archive / "sparse.txt").open("wb") as file:
        file.truncate(1 << 40)
    assert stat_entry(archive, "sparse.txt").size == 1 << 40
    assert len(read_bytes(archive, "sparse.txt", 1000)) == 1000


def test_a_missing_archive_says_so(tmp_path: Path) -> None:
    put(tmp_path, "file")
    for path in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(ArchiveError):
            list(walk(path))
        with pytest.raises(ArchiveError):
            stat_entry(path, "a.txt")


def test_a_walk_streams(archive: Path) -> None:
    for number in range(50):
        put(archive, f"{number}.txt")
    walking = walk(archive)
    first = next(walking)
    for path in archive.iterdir():
        if path.name != first.id:
            path.unlink()
    assert isinstance(first, Entry)
