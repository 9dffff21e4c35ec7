"""What is worked out of an index is remembered, within bounds."""

from __future__ import annotations

from tuinews.index.columnar.kept import Memory


def test_what_was_not_asked_for_longest_is_forgotten_first() -> None:
    memory = Memory(90)
    lines, scores = memory.of("lines"), memory.of("scores")
    lines.put("a", 1, 30)
    scores.put("a", 2, 30)
    lines.put("b", 3, 30)
    assert lines.get("a") == 1
    lines.put("c", 4, 30)
    assert scores.get("a") is None
    assert [lines.get(key) for key in "abc"] == [1, 3, 4]


def test_what_would_push_out_most_is_not_kept() -> None:
    memory = Memory(90)
    values = memory.of("values")
    values.put("small", 1, 45)
    values.put("large", 2, 46)
    assert values.get("large") is None
    assert values.get("small") == 1


def test_a_value_put_again_takes_its_room_once() -> None:
    memory = Memory(90)
    values = memory.of("values")
    for _ in range(5):
        values.put("a", 1, 30)
    values.put("b", 2, 30)
    values.put("c", 3, 30)
    assert [values.get(key) for key in "abc"] == [1, 2, 3]
