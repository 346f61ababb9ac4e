"""The door to the web, against a server on this machine: bounded, patient, silent about keys."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from veye.errors import InputError, SourceError
from veye.records import Claim
from veye.sources import Door, WebLimits, fetch_rows, read_rows

KEY = "s3cr3t-k3y"
EVENT = {"event_id_cnty": "EXA1", "event_date": "2031-04-02", "event_type": "Battles", "sub_event_type": "Armed clash",
         "actor1": "Example Front", "actor2": "Example Police", "fatalities": "4",
         "timestamp": "1933000000"}  # fmt: skip
VIOLENCE = {"id": 1, "type_of_violence": 1, "side_a": "Government of Exampleland", "side_b": "Example Front",
            "date_start": "2031-04-02T00:00:00", "date_end": "2031-04-02T00:00:00", "best": 0, "high": 0,
            "low": 0}  # fmt: skip
ARRIVAL = {"_uuid": "u1", "day": "2031-04-02", "movement": "arrived", "contingent": "Kenya", "people": "217"}


class Stage:
    """A loopback server: `answers` maps a path to a function of the request that gives status, headers and body."""

    def __init__(self) -> None:
        self.answers: dict = {}
        self.seen: list = []
        stage = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {k: v[0] for k, v in parse_qs(parts.query).items()}
                length = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(length).decode()
                stage.seen.append((self.command, parts.path, query, dict(self.headers), body))
                status, headers, content = stage.answers[parts.path](query, self.headers, body)
                content = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.stop()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def door(waits) -> Iterator[Door]:
    with Door(limits=WebLimits(seconds=5, answer_bytes=100_000), sleep=waits.append) as made:
        yield made


def paged(rows, wrap, *, size, first):
    """An answer that hands out the page that the query asks for."""

    def answer(query, _headers, _body):
        page = int(query["page"]) - first
        return 200, {}, wrap(rows[page * size : (page + 1) * size], len(rows))

    return answer


def fetched(source, tmp_path, stage, door, keys, query):
    path = fetch_rows(source, tmp_path / "rows.jsonl", door=door, keys=keys, query=query, base=stage.base)
    assert [p.name for p in tmp_path.iterdir()] == ["rows.jsonl"]
    return [f for f in read_rows(path, source) if isinstance(f, Claim)]


def test_acled_is_fetched_page_by_page_with_a_token(stage, door, tmp_path):
    events = [{**EVENT, "event_id_cnty": f"EXA{n}"} for n in range(5)]
    stage.answers["/oauth/token"] = lambda q, h, body: (200, {}, {"access_token": "t0k"} if KEY in body else {})
    stage.answers["/api/acled/read"] = paged(events, lambda rows, _: {"status": 200, "data": rows}, size=2, first=1)
    keys = {"email": "a@b.example", "password": KEY}
    claims = fetched("acled", tmp_path, stage, door, keys, {"country": "Exampleland", "limit": "2"})
    assert sum(c.type == "casualty" for c in claims) == 5
    assert stage.seen[1][3]["authorization"] == "Bearer t0k"
    assert all(KEY not in str(query) for _, _, query, _, _ in stage.seen)


def test_acled_deletions_are_fetched_and_applied(stage, door, tmp_path):
    stage.answers["/oauth/token"] = lambda q, h, b: (200, {}, {"access_token": "t0k"})
    gone = [{"event_id_cnty": "EXA1", "deleted_timestamp": "1933000001"}]
    stage.answers["/api/deleted/read"] = lambda q, h, b: (200, {}, {"data": gone})
    keys = {"email": "a@b.example", "password": KEY}
    deleted = fetch_rows("acled_deleted", tmp_path / "gone.jsonl", door=door, keys=keys, query={}, base=stage.base)
    events = tmp_path / "events.json"
    events.write_text(json.dumps([EVENT, {**EVENT, "event_id_cnty": "EXA2"}]))
    claims = [f for f in read_rows(events, "acled", deleted=deleted) if isinstance(f, Claim)]
    assert {c.row.key for c in claims} == {"EXA2"}


def test_ucdp_is_fetched_to_its_last_page(stage, door, tmp_path):
    rows = [{**VIOLENCE, "id": n} for n in range(3)]
    wrap = lambda page, total: {"TotalPages": total, "Result": page}  # noqa: E731
    stage.answers["/api/gedevents/25.1"] = paged(rows, wrap, size=1, first=0)
    claims = fetched("ucdp", tmp_path, stage, door, {"token": KEY}, {"version": "25.1"})
    assert len(claims) == 3
    assert {headers["x-ucdp-access-token"] for _, _, _, headers, _ in stage.seen} == {KEY}


def test_dtm_fts_and_kobo_are_fetched(stage, door, tmp_path):
    row = {"admin1Name": "North", "numPresentIdpInd": 55, "reportingDate": "2031-04-02T00:00:00"}
    stage.answers["/v3/displacement/admin1"] = lambda q, h, b: (200, {}, {"isSuccess": True, "result": [row]})
    assert len(fetched("dtm", tmp_path, stage, door, {"key": KEY}, {"CountryName": "Exampleland"})) == 1
    flow = {"id": "1", "amountUSD": 5, "status": "paid", "date": "2031-04-02T00:00:00Z"}
    stage.answers["/v1/public/fts/flow"] = lambda q, h, b: (200, {}, {"data": {"flows": [flow]}})
    assert len(fetched("fts", tmp_path, stage, door, {}, {"planId": "1"})) == 1
    stage.answers["/api/v2/assets/aB1/data/"] = lambda q, h, b: (200, {}, {"next": None, "results": [ARRIVAL]})
    assert len(fetched("form_arrival", tmp_path, stage, door, {"token": KEY}, {"asset": "aB1"})) == 1


def test_a_busy_service_is_waited_for_as_it_asks(stage, door, waits):
    calls = iter([(429, {"retry-after": "7"}, {}), (503, {}, {}), (200, {}, {"ok": 1})])
    stage.answers["/x"] = lambda q, h, b: next(calls)
    assert door.fetch_json(f"{stage.base}/x") == {"ok": 1}
    assert waits == [7.0, 2.0]


def test_a_service_that_stays_down_is_given_up_without_naming_the_key(stage, door, waits, caplog):
    stage.answers["/x"] = lambda q, h, b: (500, {}, {})
    with caplog.at_level(logging.DEBUG), pytest.raises(SourceError, match="500") as caught:
        door.fetch_json(f"{stage.base}/x", params={"key": KEY}, headers={"authorization": KEY})
    assert len(waits) == 3
    assert KEY not in str(caught.value) + repr(caught.value.__cause__) + repr(caught.value.__context__)
    assert KEY not in caplog.text
    assert "127.0.0.1/x" in str(caught.value)


@pytest.mark.parametrize(("status", "hint"), [(401, "key"), (403, "key"), (404, "address")])
def test_a_refusal_is_not_tried_again(stage, door, waits, status, hint):
    stage.answers["/x"] = lambda q, h, b: (status, {}, {})
    with pytest.raises(SourceError, match=hint):
        door.fetch_json(f"{stage.base}/x")
    assert not waits


def test_an_answer_beyond_the_limit_is_cut_off(stage, door):
    stage.answers["/x"] = lambda q, h, b: (200, {}, b"x" * 200_000)
    with pytest.raises(SourceError, match="larger"):
        door.fetch_bytes(f"{stage.base}/x")


def test_an_answer_that_is_no_json_is_the_services_fault(stage, door):
    stage.answers["/x"] = lambda q, h, b: (200, {}, b"<html>down</html>")
    with pytest.raises(SourceError, match="JSON"):
        door.fetch_json(f"{stage.base}/x")


def test_redirects_stay_on_the_host(stage, door):
    stage.answers["/x"] = lambda q, h, b: (302, {"location": "/y"}, b"")
    stage.answers["/y"] = lambda q, h, b: (200, {}, {"ok": 1})
    assert door.fetch_json(f"{stage.base}/x") == {"ok": 1}
    stage.answers["/x"] = lambda q, h, b: (302, {"location": "https://elsewhere.example/"}, b"")
    with pytest.raises(SourceError, match="another host"):
        door.fetch_json(f"{stage.base}/x", headers={"authorization": KEY})
    stage.answers["/x"] = lambda q, h, b: (302, {"location": "/x"}, b"")
    with pytest.raises(SourceError, match="without end"):
        door.fetch_json(f"{stage.base}/x")


@pytest.mark.parametrize(
    "url", ["http://example.org/x", "ftp://example.org", "file:///etc/passwd", "https://u:p@example.org", "x", ""]
)
def test_only_safe_addresses_are_fetched(door, url):
    with pytest.raises(InputError):
        door.fetch_bytes(url)


def test_an_address_where_nobody_answers_is_a_source_error(stage, door, waits):
    stage.stop()
    with pytest.raises(SourceError, match="connection"):
        door.fetch_bytes(f"{stage.base}/x")
    assert waits == [1.0, 2.0, 4.0]


def test_a_failed_fetch_leaves_no_file(stage, door, tmp_path):
    pages = iter([(200, {}, {"TotalPages": 2, "Result": [VIOLENCE]}), (404, {}, {})])
    stage.answers["/api/gedevents/25.1"] = lambda q, h, b: next(pages)
    with pytest.raises(SourceError):
        fetch_rows(
            "ucdp", tmp_path / "rows.jsonl", door=door, keys={"token": KEY}, query={"version": "25.1"}, base=stage.base
        )
    assert not list(tmp_path.iterdir())


def test_a_missing_key_and_an_unknown_service_are_input_errors(door, tmp_path):
    with pytest.raises(InputError, match="'password'"):
        fetch_rows("acled", tmp_path / "a", door=door, keys={"email": "a"}, query={})
    with pytest.raises(InputError, match="Did you mean 'acled'"):
        fetch_rows("aclled", tmp_path / "a", door=door, keys={}, query={})


def test_an_answer_of_another_form_is_said(stage, door, tmp_path):
    stage.answers["/v3/displacement/admin1"] = lambda q, h, b: (200, {}, {"rows": []})
    with pytest.raises(SourceError, match="'result'"):
        fetch_rows("dtm", tmp_path / "a", door=door, keys={"key": KEY}, query={}, base=stage.base)
