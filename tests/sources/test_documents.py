"""What a reader of reports may rely on, whatever the format."""

from __future__ import annotations

import gzip
import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from veye.errors import InputError
from veye.sources import Limits, read_documents


def test_a_folder_is_read_in_the_order_of_names_without_hidden_files(put, read, tmp_path):
    for name in ("b.txt", "a/z.txt", "a/y.txt", ".hidden.txt", ".git/config", "c.txt"):
        put(name, f"Report {name} says nothing.")
    docs, issues = read(tmp_path)
    assert [d.key for d in docs] == ["y", "z", "b", "c"]
    assert not issues
    assert [d.id for d in read(tmp_path)[0]] == [d.id for d in docs]


def test_a_file_given_twice_or_through_a_link_is_read_once(put, read, tmp_path):
    path = put("a/one.txt", "One report.")
    (tmp_path / "a" / "two.txt").symlink_to(path)
    docs, issues = read(path, tmp_path / "a", path)
    assert [d.text for d in docs] == ["One report."]
    assert not issues


def test_links_in_a_circle_are_named_and_the_rest_is_read(put, read, tmp_path):
    put("a/one.txt", "One report.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "self.txt").symlink_to(tmp_path / "a" / "self.txt")
    docs, issues = read(tmp_path)
    assert len(docs) == 1
    assert [i.code for i in issues] == ["cyclic_link", "cyclic_link"]


def test_a_broken_link_and_a_wrong_path_are_issues_beside_what_is_read(put, read, tmp_path):
    path = put("one.txt", "One report.")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    docs, issues = read(path, tmp_path / "gone.txt", tmp_path / "missing.txt")
    assert len(docs) == 1
    assert [i.code for i in issues] == ["missing", "missing"]


def test_where_no_input_exists_an_input_error_is_raised_at_once(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_documents([tmp_path / "a", str(tmp_path / "b")])
    with pytest.raises(InputError, match="nothing to read"):
        read_documents([])


def test_what_may_not_be_opened_is_an_issue(put, read, tmp_path):
    put("one.txt", "One report.")
    closed = put("closed.txt", "Closed.")
    closed.chmod(0)
    os.mkfifo(tmp_path / "pipe.txt")
    docs, issues = read(tmp_path)
    assert "One report." in [d.text for d in docs]
    assert "not_a_file" in [i.code for i in issues]
    if os.geteuid() != 0:
        assert "permission" in [i.code for i in issues]


def test_a_huge_file_is_refused_without_reading_it(tmp_path, read):
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    docs, issues = read(path)
    assert not docs
    assert [i.code for i in issues] == ["too_large"]
    assert "200,000,000" in issues[0].what


def test_a_text_beyond_the_limit_is_refused_not_cut(put, read):
    docs, issues = read(put("long.txt", "word " * 50), limits=Limits(document_chars=100))
    assert not docs
    assert [i.code for i in issues] == ["document_too_long"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "binary"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "unsupported_format"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "unsupported_format"),
        ("unknown.xyz", bytes(range(256)), "binary"),
        ("cut.json", b'{"text": "abc', "bad_json"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj", "pdf_damaged"),
        ("cut.docx", b"PK\x03\x04 and no more", "docx_damaged"),
        ("cut.txt.gz", gzip.compress(b"some words" * 100, mtime=0)[:-12], "gz_damaged"),
        ("nothing.csv", b"name,count\na,1\n", "no_text_column"),
        ("nothing.html", b"<html><body><script>var a = 1;</script></body></html>", "no_text"),
    ],
)
def test_bad_files_get_a_stable_code_and_a_hint(put, read, name, content, code):
    docs, issues = read(put(name, content), put("good.txt", "A good report."))
    assert [d.key for d in docs] == ["good"]
    assert [i.code for i in issues] == [code]
    assert issues[0].where.endswith(name)
    assert issues[0].hint


def test_an_unknown_ending_is_read_by_its_content(put, read):
    docs, issues = read(
        put("note", "A plain note on the situation."),
        put("page.aspx", "<!DOCTYPE html><html><body><p>Twenty vehicles were grounded on Monday.</p></body></html>"),
        put("rows.dump", '{"id": "r1", "text": "First."}\n{"id": "r2", "text": "Second."}\n'),
    )
    assert [d.key for d in docs] == ["note", "page", "r1", "r2"]
    assert docs[1].text == "Twenty vehicles were grounded on Monday."
    assert not issues


def test_gz_is_unpacked_within_bounds(put, read):
    docs, issues = read(put("a.txt.gz", gzip.compress(b"A packed report.", mtime=0)))
    assert [(d.key, d.text) for d in docs] == [("a", "A packed report.")]
    docs, issues = read(put("bomb.txt.gz", gzip.compress(bytes(5_000_000))), limits=Limits(unpacked_bytes=1_000_000))
    assert [i.code for i in issues] == ["zip_bomb"]
    docs, issues = read(put("twice.txt.gz", gzip.compress(gzip.compress(b"x", mtime=0))))
    assert [i.code for i in issues] == ["packed_twice"]


def test_standard_input_is_read_by_its_content(read):
    docs, issues = read("-", stdin=io.BytesIO("Deux blessés à Port-au-Prince.".encode()))
    assert [(d.key, d.text) for d in docs] == [("stdin", "Deux blessés à Port-au-Prince.")]
    docs, issues = read("-", stdin=io.BytesIO(b"x" * 2000), limits=Limits(file_bytes=1000))
    assert [i.code for i in issues] == ["too_large"]


def test_a_table_beside_the_folder_tells_of_its_files(put, read):
    put(
        "set/articles.jsonl",
        '{"id": "h1", "lang": "fr", "published": "2025-04", "outlet": "Le Nouvelliste", "origin": "AFP",'
        ' "url": "https://example.org/h1", "title": "Deux policiers blessés"}\n{"id": "h2", "lang": "xx"}\n',
    )
    path = put("set/texts/h1.txt", "Ils ont été blessés lundi.")
    put("set/texts/h2.txt", "Another.")
    for given in (path.parent, path.parent.parent):
        docs, issues = read(given)
        assert not issues
        first, second = docs
        assert (first.key, first.language, first.published, first.source.name) == (
            "h1",
            "fr",
            "2025-04",
            "Le Nouvelliste",
        )
        assert (first.origin_hint, first.url) == ("AFP", "https://example.org/h1")
        assert first.text == "Deux policiers blessés\nIls ont été blessés lundi."
        assert (second.key, second.language, second.source.name) == ("h2", "und", "unknown")


def test_a_named_metadata_table_wins_over_a_found_one(put, read):
    put("metadata.csv", "file,outlet\na.txt,Found\nb.txt,Found\n")
    given = put("elsewhere/mine.csv", "filename;outlet;lang\na.txt;Given;Kreyòl\n")
    put("texts/a.txt", "Text of a.")
    path = put("texts/b.txt", "Text of b.").parent
    docs, issues = read(path, metadata=given)
    assert [(d.source.name, d.language) for d in docs] == [("Given", "ht"), ("Found", "und")]
    assert not issues


def test_metadata_that_cannot_be_used_is_an_input_error(put):
    path = put("a.txt", "Text.")
    with pytest.raises(InputError):
        read_documents([path], metadata=path.parent / "missing.csv")
    with pytest.raises(InputError, match="id"):
        read_documents([path], metadata=put("m.csv", "outlet,lang\nA,en\n"))


def test_an_unclear_date_is_left_out_and_said(put, read):
    docs, issues = read(
        put(
            "rows.csv",
            "id,text,published\na,One.,03/04/2025\nb,Two.,2025-04-02T10:00:00Z\nc,Three.,soon\nd,Four.,2025\n",
        )
    )
    assert [d.published for d in docs] == [None, "2025-04-02", None, "2025"]
    assert [i.code for i in issues] == ["published", "published"]
    assert issues[0].where.endswith("#1")


def test_keys_are_unique_even_where_names_repeat(put, read, tmp_path):
    for name in ("a/x.txt", "b/x.txt", "b/x.html", "x.txt"):
        put(name, f"Report of {name}.")
    put("rows.csv", "id,text\nx,Row one.\nx,Row two.\n")
    docs, _ = read(tmp_path)
    keys = [d.key for d in docs]
    assert len(set(keys)) == len(keys) == 6
    assert keys[0] == "x"


def test_fetched_is_stamped_and_no_part_of_the_id(put, read):
    path = put("a.txt", "One report.")
    at = datetime(2025, 4, 2, tzinfo=UTC)
    (stamped,), _ = read(path, fetched=at)
    (plain,), _ = read(path)
    assert stamped.fetched == at
    assert stamped.id == plain.id


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Une fusillade à Pétion-Ville, près de l’hôpital".encode("cp1252"), "encoding_guessed"),
        ("Une fusillade à Pétion-Ville, près de l’hôpital".encode("mac_roman"), "encoding_guessed"),
        ("Une fusillade à Pétion-Ville, près de l’hôpital".encode("utf-16"), None),
        ("Une fusillade à Pétion-Ville, près de l’hôpital".encode("utf-8-sig"), None),
        ("Une fusillade à Pétion-Ville, près de l’hôpital".encode(), None),
    ],
)
def test_text_in_the_usual_encodings_reads_the_same(put, read, content, code):
    docs, issues = read(put("a.txt", content))
    assert docs[0].text == "Une fusillade à Pétion-Ville, près de l’hôpital"
    assert [i.code for i in issues] == ([code] if code else [])


def test_damaged_utf8_is_read_and_marked(put, read):
    docs, issues = read(put("a.txt", "Déplacés, tués, blessés à Cité Soleil été".encode() + b"\xc3"))
    assert docs[0].text.startswith("Déplacés, tués, blessés à Cité Soleil")
    assert [i.code for i in issues] == ["encoding_lossy"]


def test_the_development_set_keeps_its_offsets(shared: Path, read):
    docs, issues = read(shared / "eval" / "dev" / "texts")
    assert not issues
    for doc in docs:
        raw = (shared / "eval" / "dev" / "texts" / f"{doc.key}.txt").read_text()
        assert raw.startswith(doc.text)
        assert doc.language != "und"


def test_real_packed_reports_are_all_read(shared: Path, read):
    docs, issues = read(shared / "data" / "gva" / "reports.jsonl.gz")
    assert len(docs) == 1611
    assert len({d.key for d in docs}) == 1611
    assert all(d.published for d in docs)
    assert not issues
