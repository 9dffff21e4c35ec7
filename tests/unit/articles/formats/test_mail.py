"""Mail is read as its sender meant it, whatever its encodings, and in bounds."""

from __future__ import annotations

import base64
import datetime as dt
import quopri
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuinews.articles.article import Article
from tuinews.articles.formats import mail, pick_format
from tuinews.articles.mime import looks_like_mail, read_message
from tuinews.articles.source import Source

HEAD = "From: Jane Doe <jane@example.org>\nSubject: A head\nDate: Tue, 9 Nov 2021 10:00:00 +0100\n"

MIXED = "Content-Type: multipart/mixed"


def read(text: str | bytes, name: str = "letter.eml") -> Article:
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return mail.read(Source(name, data, 0))


def texts(article: Article) -> list[str]:
    return [paragraph.text for section in article.sections for paragraph in section.paragraphs]


def test_headers_become_fields_and_addresses_stay_in_notes() -> None:
    article = read(
        HEAD + "Organization: Harbour Press\nKeywords: trade, transit\n"
        "List-Id: Weekly Readers <readers.example.org>\n"
        "Archived-At: <https://lists.example.org/123>\nContent-Language: en\n"
        "Message-ID: <abc@example.org>\n\nThe text.\n"
    )
    assert article.headline == "A head"
    assert not article.headline_derived
    assert article.byline == "Jane Doe"
    assert article.published == dt.datetime(
        2021, 11, 9, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))
    )
    assert article.source == "Harbour Press"
    assert article.keywords == ("trade", "transit", "Weekly Readers")
    assert article.url == "https://lists.example.org/123"
    assert article.language == "en"
    assert "From: Jane Doe <jane@example.org>" in article.notes
    assert "Message-ID: <abc@example.org>" in article.notes
    assert texts(article) == ["The text."]


@pytest.mark.parametrize(
    ("value", "byline"),
    [
        ("Jane Doe <jane@example.org>", "Jane Doe"),
        ('"Doe, Jane" <jane@example.org>', "Doe, Jane"),
        ("jane@example.org (Jane Doe)", "Jane Doe"),
        ("jane@example.org", "jane@example.org"),
        ("=?utf-8?q?J=C3=A4ne_Doe?= <jane@example.org>", "Jäne Doe"),
        ("The Weekly", "The Weekly"),
    ],
)
def test_the_byline_is_the_senders_name(value: str, byline: str) -> None:
    assert read(f"From: {value}\nSubject: s\n\nText.\n").byline == byline


@pytest.mark.parametrize(
    ("subject", "headline"),
    [
        ("=?iso-8859-1?Q?Caf=E9_au_lait?=", "Café au lait"),
        ("=?utf-8?B?w5xiZXJzaWNodA==?= der =?utf-8?q?Woche?=", "Übersicht der Woche"),
        ("=?utf-8?q?caf=C3?=\n =?utf-8?q?=A9?=", "café"),
        ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?utf-8*en?q?with_a_language?=", "with a language"),
        ("=?x-no-such?q?caf=E9?=", "café"),
        ("=?utf-8?x?what is this?=", "=?utf-8?x?what is this?="),
        ("folded\n over lines", "folded over lines"),
    ],
)
def test_encoded_words_of_the_subject_are_decoded(subject: str, headline: str) -> None:
    assert read(f"Subject: {subject}\n\nText.\n").headline == headline


def test_a_subject_of_raw_bytes_is_decoded_as_it_looks() -> None:
    assert read("Subject: Äpfel für später\n\nText.\n".encode("cp1252")).headline == (
        "Äpfel für später"
    )


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
def test_text_is_decoded_as_declared(charset: str, transfer: str) -> None:
    data = "Ein Satz über größere Fälle.".encode(charset)
    if transfer == "base64":
        data = base64.encodebytes(data)
    elif transfer == "quoted-printable":
        data = quopri.encodestring(data)
    elif charset == "utf-16":
        pytest.skip("bytes of UTF-16 cannot stand in a message as they are")
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {transfer}\n\n"
    assert texts(read((HEAD + head).encode() + data)) == ["Ein Satz über größere Fälle."]


@pytest.mark.parametrize("declared", ["", "; charset=us-ascii", "; charset=x-no-such",
                                      "; charset=utf-8", "; charset=idna"])  # fmt: skip
def test_a_charset_that_is_wrong_or_missing_is_found_out(declared: str) -> None:
    data = "Ein Satz über größere Fälle, und noch einer über kleinere Häuser.".encode("cp1252")
    article = read(f"{HEAD}Content-Type: text/plain{declared}\n\n".encode() + data)
    assert texts(article) == [data.decode("cp1252")]
    assert article.encoding == "cp1252"


def test_flowed_text_is_joined_and_its_quotes_are_quotes() -> None:
    article = read(
        HEAD + "Content-Type: text/plain; format=flowed\n\n"
        "A paragraph that \nflows on \nand ends.\nA line of its own.\n"
        "> What somebody \n> said before.\n From here the blank is stuffed.\n"
    )
    kinds = [(p.kind, p.text) for section in article.sections for p in section.paragraphs]
    assert kinds == [
        ("text", "A paragraph that flows on and ends."),
        ("text", "A line of its own."),
        ("quote", "What somebody said before."),
        ("text", "From here the blank is stuffed."),
    ]


def test_flowed_text_may_say_that_its_last_blanks_are_none() -> None:
    article = read(
        HEAD + "Content-Type: text/plain; format=flowed; delsp=yes\n\n東京で何か \nがあった。\n"
    )
    assert texts(article) == ["東京で何かがあった。"]


def test_signature_and_footer_of_the_list_are_notes() -> None:
    article = read(
        HEAD + "\nThe text.\n\n-- \nJane Doe\nEditor\n"
        f"{'_' * 47}\nReaders mailing list\nreaders@example.org\n"
    )
    assert texts(article) == ["The text."]
    assert "Jane Doe · Editor" in article.notes
    assert "Readers mailing list · readers@example.org" in article.notes


def letter(*, plain: str | None, html: str | None) -> bytes:
    message = EmailMessage()
    message["Subject"] = "A head"
    if plain is not None:
        message.set_content(plain)
    if html is not None and plain is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a b.pdf")
    return message.as_bytes()


def test_of_two_forms_the_plain_one_is_read_and_attachments_are_named() -> None:
    article = read(letter(plain="The plain form.\n", html="<p>The other form.</p>"))
    assert texts(article) == ["The plain form."]
    assert "attached: a b.pdf (application/pdf, 8 bytes)" in article.notes


def test_html_is_read_where_there_is_no_plain_form_or_it_is_empty() -> None:
    page = "<h1>A head</h1><p>The <b>other</b> form.</p><h2>More</h2><p>And more.</p>"
    for plain in (None, " \n"):
        article = read(letter(plain=plain, html=page))
        assert [(s.crosshead, s.paragraphs[0].text) for s in article.sections] == [
            (None, "The other form."),
            ("More", "And more."),
        ]


def test_an_mbox_is_one_article_with_a_section_a_message() -> None:
    first = HEAD.replace("A head", "First") + "\nHello there.\n>From now on it works.\n"
    second = HEAD.replace("A head", "Re: First").replace("9 Nov", "10 Nov") + "\n> Hello.\n\nYes.\n"
    article = read(
        f"From jane@example.org Tue Nov  9 10:00:00 2021\n{first}\n"
        f"From jane@example.org Wed Nov 10 10:00:00 2021\n{second}"
    )
    assert article.headline == "First"
    assert article.published.isoformat().startswith("2021-11-09")
    assert article.updated is not None
    assert article.updated.isoformat().startswith("2021-11-10")
    assert [section.crosshead for section in article.sections] == ["First", "Re: First"]
    assert [[p.text for p in section.paragraphs] for section in article.sections] == [
        ["Jane Doe, Tue, 9 Nov 2021 10:00:00 +0100", "Hello there.", "From now on it works."],
        ["Jane Doe, Tue, 10 Nov 2021 10:00:00 +0100", "Hello.", "Yes."],
    ]


def test_a_letter_is_told_from_a_text_that_begins_alike() -> None:
    assert looks_like_mail(HEAD.encode() + b"\nText.\n")
    assert looks_like_mail(b"From jane@example.org Tue Nov  9 10:00:00 2021\nSubject: s\n\nText.\n")
    assert looks_like_mail(b"Return-Path: <a@example.org>\r\nFrom: a@example.org\r\n\r\nText.\r\n")
    for text in (
        b"From the harbour to the hills in 2021\n\nOSLO (XYZ) -- Text.\n",
        b"From: the harbour\n\nText.\n",
        b"Subject: trade\n\nText.\n",
        b"Date: 9 November 2021\nPlace: Oslo\n\nText.\n",
        b"",
        b"\n\n\n",
    ):
        assert not looks_like_mail(text)


def test_a_letter_saved_as_plain_text_is_read_as_a_letter() -> None:
    assert pick_format(Source("a.txt", HEAD.encode() + b"\nText.\n", 0)).name == "mail"
    assert pick_format(Source("a.txt", b"From the harbour\n\nText.\n", 0)).name == "text"


@pytest.mark.parametrize(
    "body",
    [
        f"{MIXED}\n\n--b\n\nThe text.\n--b--\n",
        f'{MIXED}; boundary=""\n\n--b\n\nThe text.\n--b--\n',
        f"{MIXED}; boundary=b\n\n--b\n\nThe text.\n",
        f"{MIXED}; boundary=b\n\nThe text.\n",
        f"{MIXED}; boundary=b\n\n--b--\n--b\n\nThe text.\n",
        "Content-Type: ;;;=\n\nThe text.\n",
        "Content-Type: text\n\nThe text.\n",
        "Content-Transfer-Encoding: x-none\n\nThe text.\n",
        f"{MIXED}; boundary=a\n\n--a\n{MIXED}; boundary=b\n\n--b\n\nThe text.\n",
    ],
)
def test_broken_parts_lose_no_text(body: str) -> None:
    assert any("The text." in text for text in texts(read(HEAD + body)))


def test_parts_nested_beyond_reason_end_with_a_warning() -> None:
    head = 'Content-Type: multipart/mixed; boundary="b{0}"\n\n--b{0}\n'
    nested = "".join(head.format(level) for level in range(3000))
    article = read(HEAD + nested + "\nThe text.\n")
    assert any("nested deeper" in warning for warning in article.warnings)


@given(st.binary(max_size=400))
def test_no_bytes_are_refused(data: bytes) -> None:
    read(data)
    read(f"{HEAD}{MIXED}; boundary=b\n\n--b\n".encode() + data)
    read_message(b"Content-Transfer-Encoding: base64\n\n" + data)


@given(st.text(max_size=200), st.text(max_size=80))
def test_what_the_library_writes_is_read_back(body: str, subject: str) -> None:
    body = "".join(character for character in body if character.isprintable() or character == "\n")
    subject = " ".join("".join(filter(str.isprintable, subject)).split())
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(body)
    part = read_message(message.as_bytes().replace(b"\r\n", b"\n"))
    assert part.header("subject").split() == subject.split()
    assert part.text()[0].split() == body.split()
