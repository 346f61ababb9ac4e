"""Laws: whatever the bytes, reading ends in documents or issues; and kept text is stable."""

from __future__ import annotations

import gzip
import io
import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from veye.errors import InputError
from veye.records import Document, Issue
from veye.sources import Limits, read_documents
from veye.sources.clean import tidy, with_title
from veye.sources.dates import published_date
from veye.sources.formats import SUFFIXES

ENDINGS = [*SUFFIXES, ".gz", ".txt.gz", ".jsonl.gz", ".bin", ""]
SEEDS = [
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 9>>stream\nBT (a) Tj\nendstream endobj\n"
    b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF",
    b"<html><head><title>T</title></head><body><p>Twenty vehicles.</p><table><tr><td>1</td></tr></table></body></html>",
    b"From a@b Wed Apr 2 10:00:00 2025\nSubject: =?utf-8?q?x?=\nContent-Type: multipart/mixed; boundary=b\n\n"
    b"--b\n\nhi\n--b--\n",
    b'{"id": "a", "text": "One.", "published": "2025-04-02"}\n{"text": "Two."}\n',
    b'[{"text": "One."}, {"text": 3}, null]',
    b"id,text,published\na,One.,2025\nb,,\n",
    b"---\ntitle: T\ndate: 2025-04-02\n---\n# H\n\n**x** [a](b) ![c](d)\n",
    b"<rss><channel><title>T</title><item><title>A</title><link>https://a.example</link></item></channel></rss>",
    gzip.compress(b"A packed report.", mtime=0),
    "Deux blessés à Cité Soleil".encode("utf-16"),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Well-formed files with stretches overwritten, cut out, doubled or cut off."""
    content = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 12))
        content[at : at + length] = draw(st.binary(max_size=12)) * draw(st.sampled_from([0, 1, 1, 40]))
    return bytes(content)


@settings(max_examples=250, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=400) | damaged(), ending=st.sampled_from(ENDINGS))
def test_any_bytes_under_any_ending_end_in_documents_or_issues(tmp_path_factory, content, ending):
    path = tmp_path_factory.getbasetemp() / f"fuzzed{ending}"
    path.write_bytes(content)
    found = list(read_documents([path], limits=Limits(unpacked_bytes=1_000_000)))
    assert found
    for item in found:
        assert isinstance(item, Document | Issue)
        if isinstance(item, Document):
            assert item.text
            assert item.text == tidy(item.text)
            item.text.encode()
            assert item.published is None or item.published_day is not None
        else:
            assert item.code != "unreadable", item
            assert item.what


@settings(max_examples=60, derandomize=True, deadline=None)
@given(content=st.binary(max_size=300) | damaged())
def test_any_bytes_on_standard_input_end_in_documents_or_issues(content):
    assert all(isinstance(f, Document | Issue) for f in read_documents(["-"], stdin=io.BytesIO(content)))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(st.characters() | st.sampled_from("\r\n\t\u200b\u00ad\ufeff\u0301\u2028\x00e"), max_size=60))
def test_tidy_text_stays_the_same_when_tidied_again(text):
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in once)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=40), st.text(min_size=1, max_size=20))
def test_a_title_is_put_first_once(text, title):
    text, title = tidy(text), " ".join(tidy(title).split())
    titled = with_title(text, title)
    assert with_title(titled, title) == titled
    if title:
        assert titled.split("\n")[0] == title


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from([10, 7, 4]))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_an_iso_prefix_keeps_its_precision(day, length):
    assert published_date(day.isoformat()[:length]) == day.isoformat()[:length]


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2 avril 2025", "2025-04-02"),
        ("1er août 2024", "2024-08-01"),
        ("2 de abril de 2025", "2025-04-02"),
        ("April 2, 2025", "2025-04-02"),
        ("Wednesday, April 2, 2025 at 10:15 AM", "2025-04-02"),
        ("Wed, 02 Apr 2025 23:10:00 -0400", "2025-04-02"),
        ("20250402", "2025-04-02"),
        ("2025-04-02 08:00:00-04:00", "2025-04-02"),
        ("27/03/2025", "2025-03-27"),
        ("mas 2025", "2025-03"),
    ],
)
def test_clear_dates_are_read(words, iso):
    assert published_date(words) == iso


@pytest.mark.parametrize(
    "words", ["03/04/2025", "yesterday", "2025-13-01", "2025-02-30", "1743580800", "2 foo 2025", "25"]
)
def test_unclear_dates_are_refused(words):
    with pytest.raises(InputError):
        published_date(words)
