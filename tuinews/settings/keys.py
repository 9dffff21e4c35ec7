"""Owns the registry of settings: what each means, how it is read, and an example of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tuinews.settings import reading
from tuinews.settings.document import Node
from tuinews.settings.reading import At
from tuinews.settings.values import DATE_STYLES, LISTED, THEMES


@dataclass(frozen=True, slots=True)
class Key:
    """A setting's description, and how its value is read.

    Attributes:
        read: Takes the value, where it stands and the line of its key; raises SettingsError.
        description: What it decides, on one line.
        example: The lines of a settings file that set it.
    """

    read: Callable[[Node, At, int], object]
    description: str
    example: str


KEYS = {
    "articles": Key(
        reading.folder,
        "folder of articles to open when none is named (else ./articles)",
        "articles: ~/wire",
    ),
    "index": Key(reading.folder, "folder of its index", "index: ~/.cache/wire"),
    "trust_index": Key(
        reading.switch,
        "on to open an index that another account owns or may write to",
        "trust_index: off",
    ),
    "theme": Key(
        reading.theme, f"colours: {', '.join(THEMES)}, or a theme of your own", "theme: auto"
    ),
    "themes": Key(
        reading.themes,
        "themes of your own: what has another colour than in the theme they start from",
        'themes:\n  evening:\n    base: dark\n    accent: 110\n    warm: "#d7af5f"\n'
        "    error: bright_red",
    ),
    "mouse": Key(reading.switch, "off to leave the mouse to the terminal", "mouse: on"),
    "clipboard": Key(
        reading.switch,
        "off to send no copy to the terminal's clipboard; it is shown, to be selected",
        "clipboard: on",
    ),
    "keymap": Key(
        reading.keymap,
        "keys of actions (tuinews keys lists them); several, sequences, or none",
        'keymap:\n  star: [s, "*"]\n  top: ["g g", home]\n  quit_anywhere: []',
    ),
    "date_style": Key(
        partial(reading.word, known=DATE_STYLES),
        "dates in the list: short (09 Nov 2021), iso (2021-11-09), relative (3 days)",
        "date_style: short",
    ),
    "columns": Key(
        reading.columns,
        "columns of the list beside the headline, in order: date, desk, place, source",
        "columns: [date, desk, source]",
    ),
    "measure": Key(
        reading.measure, "characters of a line of text at most, 40 to 120", "measure: 80"
    ),
    "desks": Key(reading.desks, "names that desks are shown by", "desks:\n  pol: Politics"),
    "list": Key(partial(reading.word, known=LISTED), "what is listed: all, unread", "list: all"),
    "mappings": Key(
        reading.mappings,
        "which column is what, for each export that tuinews import reads",
        'mappings:\n  telex:\n    headline: Titel\n    body: Text\n    date_format: "%d.%m.%Y"',
    ),
    "pipes": Key(
        reading.pipes,
        "commands that articles are piped to (|): one line, or with what it is given",
        "pipes:\n  print: lp -o sides=two-sided-long-edge\n  page:\n"
        "    command: pandoc -f markdown -o ~/article.html\n    format: markdown\n    wait: off",
    ),
}
