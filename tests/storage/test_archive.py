"""WARC files: written whole or not at all, read back byte for byte, honest about where they are cut."""

from __future__ import annotations

import errno
import gzip
import os
import random
from contextlib import redirect_stdout
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from storage import Article, open_store
from storage.archive import (
    ArchiveError,
    ArchiveWriter,
    Record,
    archive_folder,
    check_file,
    drop,
    expire,
    read_record,
    records,
)
from storage.captures import Capture, Place
from storage.errors import StoreError
from tests.storage.examples import NOON, after

PAGE = "<html><title>נמל</title><p>The quay opens in May. 212 lorries.</p></html>".encode()
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", "77"),
    ("Set-Cookie", "id=secret"),
    ("ETag", '"7"'),
)


def answer(number: int = 0, body: bytes | None = None) -> Record:
    page = body if body is not None else PAGE + str(number).encode() * 50
    return Record(f"https://pelican.example/{number}", after(number), 200, HEADERS, page, "OK")


def written(folder: Path, count: int = 4) -> tuple[Path, list[Place]]:
    with ArchiveWriter(folder, "news.db", started=NOON) as writer:
        places = [writer.add(answer(number)) for number in range(count)]
        path = writer.path
    assert path is not None
    return path, places


def warcio_complains(path: Path) -> str:
    told = StringIO()
    with redirect_stdout(told):
        status = Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all()
    return told.getvalue() + (f"status {status}" if status else "")


def test_what_was_written_comes_back_and_other_tools_agree(tmp_path: Path) -> None:
    path, places = written(tmp_path / "archive")
    assert path.name.startswith("news-20260105T120000Z-")
    for number, place in enumerate(places):
        record = read_record(path.parent, place, expected_sha256=sha256(answer(number).body).hexdigest())
        assert (record.url, record.at, record.status, record.body) == (
            answer(number).url,
            after(number),
            200,
            answer(number).body,
        )
    assert [record.body for record in records(path)] == [answer(number).body for number in range(4)]
    assert warcio_complains(path) == ""
    checked = check_file(path)
    assert (checked.records, checked.problem, checked.good_bytes) == (5, None, path.stat().st_size)


def test_a_file_begins_with_a_warcinfo_and_has_one_gzip_member_a_record(tmp_path: Path) -> None:
    path, places = written(tmp_path)
    with path.open("rb") as stream:
        kinds = [(record.rec_type, record.rec_headers.protocol) for record in ArchiveIterator(stream)]
    assert kinds == [("warcinfo", "WARC/1.1")] + [("response", "WARC/1.1")] * 4
    data = path.read_bytes()
    assert all(gzip.decompress(data[p.offset : p.offset + p.length]).startswith(b"WARC/1.1") for p in places)


def test_no_cookie_is_kept_and_the_encoding_of_the_wire_is_told_but_not_claimed(tmp_path: Path) -> None:
    path, (place, *_) = written(tmp_path, 1)
    headers = dict(read_record(tmp_path, place).headers)
    assert headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(answer(0).body))
    assert "Content-Encoding" not in headers
    assert "Set-Cookie" not in headers
    assert b"secret" not in gzip.decompress(path.read_bytes())


def test_an_answer_of_hostile_headers_and_bytes_is_still_one_record(tmp_path: Path) -> None:
    record = Record(
        "https://pelican.example/ש", NOON, 200, (("X\r\nWARC-Type", "a\r\n\r\nWARC/1.1"),), b"\0WARC/1.1\r\n"
    )
    with ArchiveWriter(tmp_path, "news.db") as writer:
        place = writer.add(record)
        path = writer.path
    assert path is not None
    assert read_record(tmp_path, place).body == record.body
    assert (check_file(path).records, check_file(path).problem, warcio_complains(path)) == (2, None, "")


def test_a_cut_file_is_told_with_how_far_it_is_good(tmp_path: Path) -> None:
    path, places = written(tmp_path)
    whole = path.read_bytes()
    rng = random.Random(7)
    ends = [place.offset + place.length for place in places]
    for cut in sorted(rng.sample(range(1, len(whole)), 25)):
        path.write_bytes(whole[:cut])
        checked = check_file(path)
        good = max((end for end in (places[0].offset, *ends) if end <= cut), default=0)
        assert (checked.good_bytes, checked.total_bytes) == (good, cut)
        assert (checked.problem is None) == (cut == good)
        for place in places:
            if place.offset + place.length <= cut:
                assert read_record(tmp_path, place).status == 200
            else:
                with pytest.raises(ArchiveError, match=r"cut|no answer"):
                    read_record(tmp_path, place)


def test_a_record_whose_bytes_were_exchanged_is_found(tmp_path: Path) -> None:
    path, places = written(tmp_path, 2)
    data = gzip.decompress(path.read_bytes()[places[1].offset :]).replace(b"212", b"187")
    path.write_bytes(path.read_bytes()[: places[1].offset] + gzip.compress(data))
    assert "not what its digest says" in (check_file(path).problem or "")
    moved = Place(path.name, places[1].offset, path.stat().st_size - places[1].offset)
    with pytest.raises(ArchiveError, match="hash differs"):
        read_record(tmp_path, moved, expected_sha256=sha256(answer(1).body).hexdigest())


def test_a_full_disk_is_a_store_error_and_leaves_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = ArchiveWriter(tmp_path, "news.db")
    place = writer.add(answer(1))
    real = os.write

    def half_then_full(handle: int, data: memoryview) -> int:
        if len(data) > 100:
            return real(handle, data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", half_then_full)
    with pytest.raises(StoreError, match="No space left"):
        writer.add(answer(2))
    monkeypatch.setattr(os, "write", real)
    path = writer.path
    assert path is not None
    assert (check_file(path).records, check_file(path).problem) == (2, None)
    assert read_record(tmp_path, writer.add(answer(3))).body == answer(3).body
    assert read_record(tmp_path, place).body == answer(1).body
    writer.close()


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        ArchiveWriter(tmp_path / "archive", "news.db").add(answer())


def test_two_runs_that_begin_in_one_second_write_two_files(tmp_path: Path) -> None:
    names = {written(tmp_path, 1)[0].name for _ in range(3)}
    assert len(names) == 3


def test_a_store_in_memory_has_no_archive(tmp_path: Path) -> None:
    assert archive_folder(":memory:") is None
    assert archive_folder(tmp_path / "news.db") == tmp_path / "archive"


def _stored(store_path: Path, places: list[Place]) -> list[int]:
    with open_store(store_path) as store:
        store.save_articles([Article("https://pelican.example/1", "pelican", "T")])
        return [
            store.save_capture(
                Capture(
                    answer(n).url, after(n), 200, "pelican", article=1, place=place,
                    keep_until=NOON + timedelta(days=n + 1), sha256=sha256(answer(n).body).hexdigest(),
                )
            )
            for n, place in enumerate(places)
        ]  # fmt: skip


def test_what_has_had_its_time_goes_and_the_rest_stays_where_it_can_be_found(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    path, places = written(folder)
    ids = _stored(tmp_path / "news.db", places)
    with open_store(tmp_path / "news.db") as store:
        done = expire(store, folder, NOON + timedelta(days=2))
        assert (done.records, done.rewritten, done.deleted, done.problems) == (2, 1, 0, ())
        assert not path.exists()
        held = {capture.id: capture for capture in store.captures(1)}
        assert [held[number].absent for number in ids] == ["expired", "expired", None, None]
        for n in (2, 3):
            place = held[ids[n]].place
            assert place is not None
            assert read_record(folder, place, expected_sha256=held[ids[n]].sha256).body == answer(n).body
        (rewritten,) = folder.iterdir()
        assert warcio_complains(rewritten) == ""
        done = expire(store, folder, NOON + timedelta(days=20))
        assert (done.deleted, list(folder.iterdir())) == (1, [])
        assert expire(store, folder, NOON + timedelta(days=20)).records == 0


@pytest.mark.parametrize("step", ["move", "unlink"])
def test_killed_while_letting_go_every_pointer_leads_to_bytes_and_the_next_run_tidies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    folder = tmp_path / "archive"
    path, places = written(folder)
    ids = _stored(tmp_path / "news.db", places)

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with open_store(tmp_path / "news.db") as store:
        with monkeypatch.context() as patched:
            if step == "move":
                patched.setattr(store, "move_captures", killed)
            else:
                patched.setattr(Path, "unlink", killed)
            with pytest.raises(Killed):
                drop(store, folder, {path.name: ids[:1]}, "forgotten")
        for capture in store.all_captures(held=True):
            assert capture.place is not None
            assert read_record(folder, capture.place, expected_sha256=capture.sha256)
        assert len(list(folder.iterdir())) == 2
        expire(store, folder, NOON)
        assert len(list(folder.iterdir())) == 1
        for capture in store.all_captures(held=True):
            assert capture.place is not None
            assert read_record(folder, capture.place, expected_sha256=capture.sha256)


def test_a_file_that_is_cut_keeps_its_pointers_when_it_should_be_written_anew(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    path, places = written(folder)
    ids = _stored(tmp_path / "news.db", places)
    path.write_bytes(path.read_bytes()[:-10])
    with open_store(tmp_path / "news.db") as store:
        done = drop(store, folder, {path.name: ids[:1]}, "expired")
        assert len(done.problems) == 1
        assert path.exists()
        assert [capture.place for capture in store.captures(1)] == places
