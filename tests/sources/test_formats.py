"""What each format yields: the main text, and what the file says of itself."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from veye.sources import Limits
from veye.sources.layout import joined_lines, unwrapped

PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Accueil | Journal</title>
<meta property="og:title" content="Vingt blindés immobilisés"><meta property="og:site_name" content="Le Journal">
<meta property="article:published_time" content="2025-04-02T08:00:00-04:00">
<link rel="canonical" href="https://journal.example/blindes"></head><body>
<nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav>
<article><h1>Vingt blindés immobilisés</h1>
<p>Vingt véhicules blindés ont été retirés du service après qu'une balle en a traversé un, selon trois agents.</p>
<p>Deux policiers ont été évacués vers la République dominicaine, a indiqué la mission mardi dans un communiqué.</p>
</article><footer>Tous droits réservés. Abonnez-vous à notre lettre.</footer>
<script>document.location='https://evil.example'</script></body></html>"""


def test_a_page_gives_its_article_and_what_its_head_says(put, read):
    (doc,), issues = read(put("page.html", PAGE))
    assert not issues
    assert doc.text.startswith("Vingt blindés immobilisés\nVingt véhicules blindés ont été retirés")
    assert "évacués vers la République dominicaine" in doc.text
    assert "Abonnez-vous" not in doc.text
    assert "evil" not in doc.text
    assert (doc.title, doc.source.name, doc.published) == ("Vingt blindés immobilisés", "Le Journal", "2025-04-02")
    assert doc.url == "https://journal.example/blindes"


def test_a_page_says_its_encoding_itself(put, read):
    page = PAGE.replace("utf-8", "iso-8859-1").encode("latin-1")
    (doc,), issues = read(put("page.html", page))
    assert "évacués vers la République dominicaine" in doc.text
    assert not issues


@pytest.mark.parametrize("piece", ["<div>", "<b><i>", "<table><tr><td>", "<a", "<!--", "<script", "&amp;"])
def test_a_page_made_to_exhaust_the_reader_ends_in_a_document_or_an_issue(put, read, piece):
    page = "<html><body><p>Twenty vehicles were grounded.</p>" + piece * 50_000
    docs, issues = read(put("page.html", page))
    assert len(docs) + len(issues) == 1


def test_a_page_beyond_the_limit_is_refused(put, read):
    docs, issues = read(put("page.html", PAGE), limits=Limits(html_bytes=500))
    assert not docs
    assert [i.code for i in issues] == ["page_too_large"]


def test_markdown_keeps_its_words_and_takes_facts_from_the_front_matter(put, read):
    text = (
        "---\ntitle: 'Remarks on the mission'\ndate: 2024-05-23\nsource_url: https://example.org/r\n"
        "outlet: Press office\nlang: en\n---\n\n# East Room\n\nThe **mission** has [2,500 members](https://a.example/b)\n"
        "authorised, and 430 are\ndeployed.\n\n- 24 vehicles\n- 10 more\n\n***\n\n*Thank you.*\n"
    )
    (doc,), issues = read(put("r.md", text))
    assert not issues
    assert doc.text == (
        "Remarks on the mission\nEast Room\n\nThe mission has 2,500 members authorised, and 430 are deployed.\n\n"
        "- 24 vehicles\n- 10 more\n\nThank you."
    )
    assert (doc.published, doc.url, doc.source.name, doc.language) == (
        "2024-05-23",
        "https://example.org/r",
        "Press office",
        "en",
    )


def test_broken_front_matter_is_said_and_the_text_is_read(put, read):
    (doc,), issues = read(put("r.md", "---\ntitle: [unclosed\n---\nThe text."))
    assert doc.text == "The text."
    assert [i.code for i in issues] == ["front_matter"]


def test_arithmetic_and_names_with_underscores_are_not_emphasis(put, read):
    (doc,), _ = read(put("r.md", "5 * 3 * 2 and snake_case_name stay; MSS_2024 too."))
    assert doc.text == "5 * 3 * 2 and snake_case_name stay; MSS_2024 too."


def test_a_pdf_gives_paragraphs_with_broken_words_mended(put, read, pdf):
    lines = [
        "Twenty vehicles grounded after attack",
        "",
        "The mission said on Monday that twenty armoured vehicles had been taken out of ser-",
        "vice after a bullet went through one of them. Two officers were wounded in the capital",
        "and evacuated.",
    ]
    (doc,), issues = read(put("a.pdf", pdf(lines, ["A second page follows here with its own words."])))
    assert not issues
    assert "taken out of service after a bullet went through one of them." in doc.text
    assert "wounded in the capital and evacuated." in doc.text
    assert doc.text.endswith("A second page follows here with its own words.")
    assert doc.title == "Twenty vehicles grounded after attack"


def test_a_sentence_goes_on_over_columns_and_pages(put, read, pdf):
    first = [
        "Two officers were wounded when men",
        "opened fire on their patrol near the",
        "palace. Both were evacuated to the Do-",
    ]
    second = ["minican Republic on the same even-", "ing, and a vehicle was left behind", "in the street."]
    (doc,), _ = read(put("a.pdf", pdf(first, second)))
    assert doc.text == (
        "Two officers were wounded when men opened fire on their patrol near the palace. Both were evacuated to the "
        "Dominican Republic on the same evening, and a vehicle was left behind in the street."
    )


def test_names_keep_the_hyphen_that_a_line_ends_with():
    assert joined_lines("Officers were wounded near Port-au-\nPrince when gunmen opened fire on") == (
        "Officers were wounded near Port-au-Prince when gunmen opened fire on"
    )


def test_short_lines_of_a_pdf_stay_lines():
    assert joined_lines("Table\nKilled 4\nWounded 3\n") == "Table\nKilled 4\nWounded 3"


def test_text_wrapped_at_a_fixed_width_gets_its_paragraphs_back():
    wrapped = (
        "Two officers of the mission were wounded on Monday when gunmen opened\nfire on their patrol near the "
        "national palace, the spokesman said. They\nwere evacuated by air the same evening and both are stable.\n\n"
        "The mission has about 1,000 members. It was authorised in October of the\nyear before last and is to have "
        "2,500 when it reaches its full strength,\nwhich no country has yet promised to pay for."
        "\n- 24 vehicles\n- 3 boats"
    )
    assert unwrapped(wrapped).split("\n") == [
        "Two officers of the mission were wounded on Monday when gunmen opened fire on their patrol near the "
        "national palace, the spokesman said. They were evacuated by air the same evening and both are stable.",
        "",
        "The mission has about 1,000 members. It was authorised in October of the year before last and is to have "
        "2,500 when it reaches its full strength, which no country has yet promised to pay for.",
        "- 24 vehicles",
        "- 3 boats",
    ]


RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Le Journal</title>
<item><title>Deux blessés</title><link>https://journal.example/1</link><pubDate>Wed, 02 Apr 2025 10:00:00 GMT</pubDate>
<description>Court.</description><content:encoded>&lt;p&gt;Deux policiers blessés.&lt;/p&gt;</content:encoded></item>
<item><title>Vingt blindés</title><link>https://journal.example/2</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Journal</title><entry><title>Deux blessés</title>
<link href="https://journal.example/1"/><published>2025-04-02T10:00:00Z</published>
<content type="html">&lt;p&gt;Deux policiers blessés.&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize(("name", "feed", "count"), [("f.xml", RSS, 2), ("f.atom", ATOM, 1), ("feed", RSS, 2)])
def test_a_feed_gives_one_document_an_entry(put, read, name, feed, count):
    docs, issues = read(put(name, feed))
    assert len(docs) == count
    assert not issues
    assert docs[0].text == "Deux blessés\nDeux policiers blessés."
    assert (docs[0].source.name, docs[0].published, docs[0].url) == (
        "Le Journal",
        "2025-04-02",
        "https://journal.example/1",
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<?xml version='1.0'?><orders><order/></orders>", "unsupported_format"),
        ("<?xml version='1.0'?><rss><channel>", "bad_xml"),
        ("<!DOCTYPE r [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]><rss><channel>&b;</channel></rss>", "unsafe_xml"),
    ],
)
def test_other_and_unsafe_xml_is_refused(put, read, content, code):
    docs, issues = read(put("a.xml", content))
    assert not docs
    assert [i.code for i in issues] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "One line.",
        "Killed: 4\nWounded: 3\nMissing: 1\nAbducted: 2\nTotal: 10\n",
        "A headline of a report\n" + "A paragraph that is as long as paragraphs are, in one line. " * 4 + "\nMore.",
    ],
)
def test_text_that_was_not_wrapped_stays_as_it_is(text):
    assert unwrapped(text) == text


def test_heads_and_feet_of_pdf_pages_are_left_out(put, read, pdf):
    pages = [["Situation report No 7 - restricted", f"Fact {word} stands here.", f"Page {n} of 4"]
             for n, word in enumerate(("one", "two", "three", "four"), start=1)]  # fmt: skip
    (doc,), _ = read(put("a.pdf", pdf(*pages)))
    assert "Fact three stands here." in doc.text
    assert "Page" not in doc.text
    assert "restricted" not in doc.text


def test_a_pdf_with_a_password_and_one_without_text_are_told_apart(put, read, pdf):
    docs, issues = read(put("locked.pdf", pdf(["secret"], password="pw")), put("scan.pdf", pdf([])))
    assert not docs
    assert [i.code for i in issues] == ["pdf_encrypted", "pdf_without_text"]


def test_a_pdf_that_anyone_may_open_is_read_although_it_is_encrypted(put, read, pdf):
    (doc,), issues = read(put("a.pdf", pdf(["Open to all."], password="")))
    assert doc.text == "Open to all."
    assert not issues


def test_a_pdf_with_too_many_pages_is_refused(put, read, pdf):
    docs, issues = read(put("a.pdf", pdf(["1"], ["2"], ["3"])), limits=Limits(pages=2))
    assert not docs
    assert [i.code for i in issues] == ["too_many_pages"]


def test_word_files_give_paragraphs_and_tables_in_order(put, read, docx):
    content = docx("Strength of the mission today", "As of Monday:", table=[["Kenya", "744"], ["Jamaica", "24"]])
    (doc,), issues = read(put("a.docx", content))
    assert not issues
    assert doc.text == "Strength of the mission today\nAs of Monday:\nKenya | 744\nJamaica | 24"


def test_a_word_file_that_unpacks_to_too_much_is_refused(put, read, docx):
    stream = io.BytesIO(docx("Hello."))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/bomb.bin", bytes(3_000_000))
    docs, issues = read(put("bomb.docx", stream.getvalue()), limits=Limits(unpacked_bytes=1_000_000))
    assert not docs
    assert [i.code for i in issues] == ["zip_bomb"]


def test_a_word_cell_that_claims_a_billion_columns_is_read_once(put, read, docx):
    stream, out = io.BytesIO(docx("Hello.", table=[["one"]])), io.BytesIO()
    with zipfile.ZipFile(stream) as packed, zipfile.ZipFile(out, "w") as written:
        for name in packed.namelist():
            content = packed.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="1000000000"/>')
                assert b"gridSpan" in content
            written.writestr(name, content)
    (doc,), issues = read(put("wide.docx", out.getvalue()))
    assert doc.text == "Hello.\none"
    assert not issues


def test_a_message_gives_its_plain_text_and_no_sender_name(put, read, mail):
    (doc,), issues = read(put("m.eml", mail("Two officers were wounded.\n", page="<p>Other words.</p>")))
    assert not issues
    assert doc.text == "Situation on 2 April\nTwo officers were wounded."
    assert (doc.title, doc.published, doc.source.name) == ("Situation on 2 April", "2025-04-02", "mission.example")
    assert "Person" not in doc.source.name


def test_a_message_with_only_a_page_gives_the_page_text(put, read, mail):
    (doc,), _ = read(put("m.eml", mail(None, page=PAGE)))
    assert "évacués vers la République dominicaine" in doc.text


def test_attachments_are_documents_of_their_own_or_issues(put, read, mail, pdf):
    files = {"note.pdf": pdf(["The annex is here."]), "tool.exe": b"MZ\x00\x01" * 50, "rows.csv": b"id,text\n7,Row.\n"}
    docs, issues = read(put("m.eml", mail("See the annex.", attachments=files)))
    assert [(d.key, d.text) for d in docs] == [
        ("m", "Situation on 2 April\nSee the annex."),
        ("m/note", "The annex is here."),
        ("7", "Row."),
    ]
    assert [(i.code, i.where.rpartition("m.eml")[2]) for i in issues] == [("binary", "/tool.exe")]


def test_a_mail_box_gives_one_document_a_message(put, read, mail):
    box = b"".join(b"From a@b Wed Apr  2 10:00:00 2025\n" + mail(f"Report {n}.") + b"\n" for n in (1, 2))
    docs, issues = read(put("box.mbox", box))
    assert [d.key for d in docs] == ["box#1", "box#2"]
    assert docs[1].text.endswith("Report 2.")
    assert not issues


def test_json_lines_keep_going_after_a_broken_line(put, read):
    lines = ['{"id": "a", "body": "One."}', '{"id": "b", "body": "Two', "[1]", '{"body": "Four.", "title": "T four"}']
    docs, issues = read(put("rows.jsonl", "\n".join(lines)))
    assert [(d.key, d.text) for d in docs] == [("a", "One."), ("rows#4", "T four\nFour.")]
    assert [(i.code, i.where.rpartition("#")[2]) for i in issues] == [("bad_json_line", "2"), ("bad_json_line", "3")]


@pytest.mark.parametrize(
    "content",
    [
        [{"id": "a", "text": "One."}, {"id": "b", "text": "Two."}],
        {"articles": [{"id": "a", "content": "One."}, {"id": "b", "content": "Two."}]},
        {"a": {"text": "One."}, "b": {"text": "Two."}},
    ],
)
def test_json_is_read_in_its_usual_shapes(put, read, content):
    docs, issues = read(put("rows.json", json.dumps(content)))
    assert [(d.key, d.text) for d in docs] == [("a", "One."), ("b", "Two.")]
    assert not issues


def test_csv_delimiter_and_encoding_are_found(put, read):
    table = 'id;titre;texte;source\n1;Blessés;"Deux blessés; un évacué.";Le Journal\n'
    (doc,), _ = read(put("rows.csv", table.encode("cp1252")))
    assert (doc.key, doc.title, doc.source.name) == ("1", "Blessés", "Le Journal")
    assert doc.text == "Blessés\nDeux blessés; un évacué."
    (doc,), issues = read(put("rows.tsv", "id\ttext\n2\tOne, two; three.\n"))
    assert doc.text == "One, two; three."
    assert not issues


def test_a_table_without_text_names_the_columns_it_has(put, read):
    _, issues = read(put("rows.csv", "date,deaths\n2025-01-01,4\n"))
    assert [i.code for i in issues] == ["no_text_column"]
    assert "date, deaths" in issues[0].what


def test_a_row_with_too_many_cells_is_an_issue_of_its_own(put, read):
    docs, issues = read(put("rows.csv", "id,text\na,One, and more.\nb,Two.\n"))
    assert [d.key for d in docs] == ["b"]
    assert [i.code for i in issues] == ["row_shape"]


def test_lines_of_facts_above_a_plain_text_are_its_facts_and_no_part_of_it(put, read):
    (doc,), issues = read(put("a.txt", "Title: Two hurt\nOutlet: The Desk\nDate: 3 November 2025\n\nTwo were hurt."))
    assert not issues
    assert (doc.title, doc.source.name, doc.published) == ("Two hurt", "The Desk", "2025-11-03")
    assert doc.text == "Two hurt\nTwo were hurt."


def test_a_text_that_begins_with_a_colon_keeps_its_first_lines(put, read):
    (doc,), _ = read(put("b.txt", "Haiti: two hurt\nSource: police\n\nTwo officers were hurt on Sunday."))
    assert doc.text.startswith("Haiti: two hurt")
    assert doc.published is None


DATELINES = [
    ("BRIA, 3 November 2025 - Two were hurt.", "2025-11-03"),
    ("Two hurt in an ambush\n\nPORT-AU-PRINCE, Haiti, Nov. 3, 2025 (Wire) — Two were hurt.", "2025-11-03"),
    ("Port-au-Prince, le 3 novembre 2025 – Deux blessés.", "2025-11-03"),
    ("Puerto Príncipe, 3 de noviembre de 2025 (Agencia).- Dos heridos.", "2025-11-03"),
    ("Pòtoprens, 3 novanm 2025: De moun blese.", "2025-11-03"),
    ("On Monday, 3 November 2025 - a day of rain - two were hurt.", None),
    ("He was killed in Bria, 3 November 2025: so says the court.", None),
    ("BRIA, 31 November 2025 - Two were hurt.", None),
    ("BRIA, 3 November - Two were hurt.", None),
]


@pytest.mark.parametrize(("text", "day"), DATELINES)
def test_a_dateline_with_its_year_dates_a_report_that_says_no_day_elsewhere(put, read, text, day):
    (doc,), _ = read(put("d.txt", text))
    assert doc.published == day
