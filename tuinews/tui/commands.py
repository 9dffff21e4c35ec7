"""Owns the registry of everything a key can do; bindings, footer, help and palette all read it.

No import of Textual here: `tuinews keys` and the tests read the registry without a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """A part of the screen that has the keyboard, with the name that help gives it."""

    LIST = "The list"
    READER = "The reader"
    SEARCH = "The search box"
    FIND = "Find in the article"
    FACETS = "The sidebar"
    TIMELINE = "The timeline"
    CONTENTS = "Contents"
    PALETTE = "The palette"
    HELP = "Help"
    ASK = "A question at the bottom"
    NOTE = "A note"
    DETAILS = "Article details"
    LINKS = "Links of the article"
    COPY = "Copy"
    PLAIN = "Text to select"
    EXPORT = "Export"
    PIPE = "Pipe to a command"
    SEARCHES = "Saved searches"
    VERSIONS = "Versions of a story"
    CHANGES = "What changed"
    RELATED = "Related articles"


LIST = Where.LIST
READER = Where.READER
SEARCH = Where.SEARCH
FIND = Where.FIND
FACETS = Where.FACETS
TIMELINE = Where.TIMELINE
CONTENTS = Where.CONTENTS
PALETTE = Where.PALETTE
HELP = Where.HELP
ASK = Where.ASK
NOTE = Where.NOTE
DETAILS = Where.DETAILS
LINKS = Where.LINKS
COPY = Where.COPY
PLAIN = Where.PLAIN
EXPORT = Where.EXPORT
PIPE = Where.PIPE
VERSIONS = Where.VERSIONS
CHANGES = Where.CHANGES
RELATED = Where.RELATED
SEARCHES = Where.SEARCHES
PANES = (LIST, READER)
PICKS = (CONTENTS, LINKS, COPY, EXPORT, PIPE, SEARCHES, VERSIONS, RELATED)
TEXTS = (HELP, DETAILS, PLAIN, CHANGES)
SIDES = (FACETS, TIMELINE)
PAGES = (*PANES, FACETS, *PICKS, *TEXTS)
ENDS = (*PAGES, TIMELINE)
BOXES = (SEARCH, FIND, PALETTE, ASK, NOTE)
"""Where characters are typed, so that none of them does a command."""
EVERYWHERE = tuple(Where)


@dataclass(frozen=True, slots=True)
class Command:
    """Something the reader can do with a key.

    Attributes:
        id: Its name in settings; the screen does it in its method `do_<id>`.
        keys: The keys that do it; a character, or Textual's name such as `ctrl+d`, `pagedown`.
        description: One line for help and palette.
        where: The parts of the screen where its keys work.
        hint: One or two words for the footer, or empty to stay out of it.
        in_palette: False for what makes no sense when chosen from a list.
    """

    id: str
    keys: tuple[str, ...]
    description: str
    where: tuple[Where, ...]
    hint: str = ""
    in_palette: bool = True


COMMANDS: tuple[Command, ...] = (
    # Opening and going back.
    Command("open", ("enter", "l", "right"), "Open the article, or the hit at its passage",
            (LIST,), "open"),
    Command("narrow", ("enter",), "Narrow the list to this; in the sidebar again undoes it",
            SIDES, "narrow", in_palette=False),
    Command("back", ("q", "h", "left", "escape"), "Go back to the list", (READER,), "back"),
    Command("search", ("/",), "Search the archive", (LIST, *SIDES), "search"),
    Command("clear_search", ("escape",), "Clear search and filters, and list everything", (LIST,)),
    Command("find", ("/",), "Find in this article", (READER,), "find"),
    # Matches, articles and sections.
    Command("next_match", ("n",), "Go to the next match, then on into the next hit",
            (READER,), "match"),
    Command("previous_match", ("N",), "Go to the previous match, then back into the previous hit",
            (READER,)),
    Command("next_section", ("]",), "Go to the next crosshead", (READER,), "section"),
    Command("previous_section", ("[",), "Go to the previous crosshead", (READER,)),
    Command("contents", ("t",), "Show the crossheads, with the matches under each",
            (READER,), "contents"),
    Command("fold", ("z",), "Fold or unfold this section", (READER,)),
    Command("fold_all", ("Z",), "Fold or unfold all sections", (READER,)),
    Command("next_article", ("J",), "Open the next article", (READER,)),
    Command("previous_article", ("K",), "Open the previous article", (READER,)),
    # Marks.
    Command("next_unread", ("tab",), "Go to the next unread article", PANES, "unread"),
    Command("star", ("s",), "Star the article, or take its star away", PANES),
    Command("read", ("m",), "Mark the article as read, or as unread", PANES),
    Command("read_all", ("M",), "Mark all that is listed as read, when asked again", PANES),
    Command("undo", ("u",), "Undo the last mark, tag, note or saved search",
            (*PANES, SEARCHES)),
    Command("tags", ("+",), "Give the article tags; -tag takes one away", PANES),
    Command("note", ("i",), "Write a note on the article", PANES),
    Command("sort", (",",), "Sort: newest, oldest, headline; while searching, best first",
            (LIST,), "sort"),
    # Narrowing.
    Command("facets", ("f",), "Narrow by desk, source, place, byline, keyword, year, state",
            (*PANES, TIMELINE), "facets"),
    Command("timeline", ("T",), "Show what is listed over time, and narrow to a period",
            (*PANES, FACETS), "timeline"),
    Command("widen", ("backspace",), "Take the last filter away", (LIST, FACETS)),
    Command("widen_period", ("backspace",), "Widen to the period around this one",
            (TIMELINE,), "widen", in_palette=False),
    Command("earlier", ("left", "h"), "Go to an earlier period", (TIMELINE,), "earlier",
            in_palette=False),
    Command("later", ("right", "l"), "Go to a later period", (TIMELINE,), "later",
            in_palette=False),
    Command("to_list", ("tab",), "Go to the list and leave this open", SIDES, "list",
            in_palette=False),
    Command("leave_facets", ("f", "q", "escape"), "Close the sidebar", (FACETS,), "close",
            in_palette=False),
    Command("leave_timeline", ("T", "q", "escape"), "Close the timeline", (TIMELINE,), "close",
            in_palette=False),
    # Searches to come back to.
    Command("saved", ("S",), "Show the saved searches, with how many hits are new", (LIST,)),
    Command("save_search", ("ctrl+s",), "Save this search, with its filters, under a name",
            (LIST, SEARCH)),
    Command("resume", ("'",), "Go back to where the last session ended", (LIST,)),
    Command("remove_search", ("d", "delete"), "Remove this saved search", (SEARCHES,), "remove",
            in_palette=False),
    # Knowing more, and taking along.
    Command("details", ("I",), "Show all that is known of the article", PANES),
    Command("links", ("L",), "Show the links of the article, to copy one", PANES),
    Command("versions", ("V",), "Show the versions of this story, and what changed", PANES),
    Command("related", ("R",), "Show related articles", PANES),
    Command("copy", ("y",), "Copy a paragraph, a quotation, the headline, id or path", PANES),
    Command("export", ("e",), "Export the article, or all that is listed, to a file", PANES),
    Command("pipe", ("|",), "Pipe the article, or all that is listed, to a command", PANES),
    # Moving.
    Command("down", ("j", "down"), "Move down", PAGES, in_palette=False),
    Command("up", ("k", "up"), "Move up", PAGES, in_palette=False),
    Command("page_down", ("space", "pagedown", "ctrl+f"), "Move down a page", PAGES,
            in_palette=False),
    Command("page_up", ("b", "pageup", "ctrl+b"), "Move up a page", PAGES, in_palette=False),
    Command("half_down", ("ctrl+d",), "Move down half a page", PAGES, in_palette=False),
    Command("half_up", ("ctrl+u",), "Move up half a page", PAGES, in_palette=False),
    Command("top", ("g", "home"), "Go to the top", ENDS),
    Command("bottom", ("G", "end"), "Go to the bottom", ENDS),
    Command("count", tuple("1234567890"), "Repeat the next key: 5j moves down five",
            (*PANES, *SIDES), in_palette=False),
    # The search box.
    Command("accept_search", ("enter",), "Go to the hits", (SEARCH,), "to the hits",
            in_palette=False),
    Command("leave_search", ("escape",), "Clear the search, then leave the box",
            (SEARCH,), "clear, leave", in_palette=False),
    Command("older_search", ("up",), "Take an earlier search", (SEARCH,), "earlier",
            in_palette=False),
    Command("newer_search", ("down",), "Take a later search", (SEARCH,), in_palette=False),
    Command("take_suggestion", ("tab",),
            "Complete a field or its value; without hits, take the suggestion", (SEARCH,),
            in_palette=False),
    # The find box.
    Command("accept_find", ("enter",), "Stay at this match", (FIND,), "stay here",
            in_palette=False),
    Command("leave_find", ("escape",), "Forget it and go back to where you were",
            (FIND,), "forget", in_palette=False),
    # What is laid over the screen.
    Command("choose", ("enter",), "Take the highlighted line", (*PICKS, PALETTE), "take",
            in_palette=False),
    Command("choice_down", ("down", "ctrl+n"), "Highlight the next line", (PALETTE,),
            in_palette=False),
    Command("choice_up", ("up", "ctrl+p"), "Highlight the line before", (PALETTE,),
            in_palette=False),
    Command("close", ("escape", "q"), "Close", (*PICKS, *TEXTS), "close", in_palette=False),
    Command("copied", ("y",), "It was copied: show no text to select from now on", (PLAIN,),
            "it was copied", in_palette=False),
    Command("open_version", ("o",), "Open this version", (VERSIONS,), "open", in_palette=False),
    # A question, a note.
    Command("accept_answer", ("enter",), "Answer", (ASK,), "answer", in_palette=False),
    Command("complete_answer", ("tab",), "Complete the word; again for another", (ASK,), "complete",
            in_palette=False),
    Command("older_answer", ("up",), "Take an earlier answer", (ASK,), in_palette=False),
    Command("newer_answer", ("down",), "Take a later answer", (ASK,), in_palette=False),
    Command("leave_answer", ("escape",), "Leave without an answer", (ASK,), "leave",
            in_palette=False),
    Command("keep_note", ("escape", "ctrl+s"), "Keep the note", (NOTE,), "keep", in_palette=False),
    Command("leave_palette", ("escape",), "Close without doing anything", (PALETTE,), "close",
            in_palette=False),
    # The whole program.
    Command("palette", (":", "ctrl+p"), "Find a command by its name", (*PANES, *SIDES)),
    Command("help", ("?",), "Show the keys of this screen", (*PANES, *SIDES), "help"),
    Command("refresh", ("ctrl+r",), "Look for new, changed and deleted articles now", PANES),
    Command("redraw", ("ctrl+l",), "Draw the screen anew", EVERYWHERE),
    Command("quit", ("q",), "Quit", (LIST,), "quit"),
    Command("quit_anywhere", ("Q",), "Quit from anywhere", (*PANES, *SIDES, *PICKS, *TEXTS)),
    Command("interrupt", ("ctrl+c", "ctrl+q"), "Quit from anywhere, even from a box", EVERYWHERE,
            in_palette=False),
)  # fmt: skip

WHOLE_PROGRAM = ("redraw", "interrupt")
"""What the program does itself, whichever screen is open."""


ON_ARTICLE = (
    "open", "star", "read", "read_all", "tags", "note", "details", "links", "versions", "related",
    "copy", "export", "pipe",
)  # fmt: skip
"""What is done to the article under the cursor, or to what is listed, and so only to what the
reader can have seen or asked for."""


def of(where: Where) -> tuple[Command, ...]:
    """The commands whose keys work in one part of the screen, in the order of the registry."""
    return tuple(command for command in COMMANDS if where in command.where)
