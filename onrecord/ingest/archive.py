"""Archives that hold files: zip, WACZ and gzip, also one inside another, within limits."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO

from onrecord.ingest import warc
from onrecord.ingest.bounds import DEEPEST, LARGEST_INNER, Bomb, Budget, unpacked
from onrecord.record import Failure, Source

SUFFIXES = (".zip", ".wacz")
_MOST_MEMBERS = 100_000
_HEAD = 1_000  # bytes before a member, about
_HELD = 20_000_000  # bytes of an inner archive that are held in memory; more goes to a file that has no name

Reader = Callable[[str, str, IO[bytes], int, Budget, int], Iterator[Source | Failure]]


def read(name: str, stream: IO[bytes], budget: Budget, depth: int, member: Reader) -> Iterator[Source | Failure]:
    """What the files of a zip give, in the order of their names; `member` reads one of them.

    `stream` must be able to seek. Of a WACZ only its WARC files are read.
    """
    if depth > DEEPEST:
        yield Failure(name, f"the archive lies more than {DEEPEST} archives deep: unpack it first")
        return
    try:
        with zipfile.ZipFile(stream) as opened:
            yield from _members(name, opened, budget, depth, member)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
        if name.lower().endswith(".wacz"):  # its WARC files lie in it unpacked
            yield from warc.salvaged(name, stream, str(error))
        else:
            yield Failure(name, f"the archive is damaged ({error}): get it again")


def _members(
    name: str, opened: zipfile.ZipFile, budget: Budget, depth: int, member: Reader
) -> Iterator[Source | Failure]:
    infos = sorted((i for i in opened.infolist() if not i.is_dir()), key=lambda i: i.filename)
    if len(infos) > _MOST_MEMBERS:
        yield Failure(name, f"the archive holds more than {_MOST_MEMBERS:,} files: split it")
        return
    if name.lower().endswith(".wacz"):
        infos = [i for i in infos if i.filename.startswith("archive/") and warc_name(i.filename)]
        if not infos:
            yield Failure(name, "the archive holds no WARC file under archive/")
    else:
        infos = [i for i in infos if not any(_hidden(part) for part in i.filename.split("/"))]
    found = False
    for info in infos:
        for outcome in _member(name, opened, info, budget, depth, member):
            found = True
            yield outcome
    if not found and not name.lower().endswith(".wacz"):
        yield Failure(name, "the archive holds no reports that onrecord reads")


def _hidden(part: str) -> bool:
    """Whether a file's or folder's name is of what systems put beside files; nothing is unpacked under any name."""
    return part.startswith((".", "__MACOSX")) and part not in (".", "..")


def warc_name(name: str) -> bool:
    return name.lower().endswith((".warc", ".warc.gz"))


def _member(
    name: str, opened: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, depth: int, member: Reader
) -> Iterator[Source | Failure]:
    place = f"{name}!{info.filename}"
    try:
        with opened.open(info) as raw:
            stream = unpacked(raw, info.compress_size, budget)
            if warc_name(info.filename):  # with a place to search on after damage
                with tempfile.SpooledTemporaryFile(_HELD) as spool:
                    spill(stream, spool)
                    yield from warc.read(place, spool)
            else:
                yield from member(place, info.filename, stream, info.file_size, budget, depth)
    except Bomb as error:
        yield Failure(place, str(error))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
        if isinstance(error, zipfile.BadZipFile) and warc_name(info.filename) and opened.fp is not None:
            with tempfile.SpooledTemporaryFile(_HELD) as spool:
                _copy(opened.fp, info, spool)
                yield from warc.salvaged(place, spool, str(error))
            return
        locked = "password" in str(error)
        what = "is locked by a password: unpack it first" if locked else f"is damaged ({error}): get the archive again"
        yield Failure(place, f"the file in the archive {what}")


def _copy(stream: IO[bytes], info: zipfile.ZipInfo, spool: IO[bytes]) -> None:
    """The bytes of a member as they stand, with the head before them."""
    stream.seek(info.header_offset)
    left = min(info.compress_size + _HEAD, LARGEST_INNER)
    while left > 0 and (chunk := stream.read(min(left, 1_000_000))):
        spool.write(chunk)
        left -= len(chunk)
    spool.seek(0)


def inner(name: str, stream: IO[bytes], budget: Budget, depth: int, member: Reader) -> Iterator[Source | Failure]:
    """An archive that lies in another one."""
    with tempfile.SpooledTemporaryFile(_HELD) as spool:
        spill(stream, spool)
        yield from read(name, spool, budget, depth, member)


def spill(stream: IO[bytes], spool: IO[bytes]) -> None:
    """Unpack into a file of its own. Raises Bomb for too much."""
    size = 0
    while chunk := stream.read(1_000_000):
        size += len(chunk)
        if size > LARGEST_INNER:
            raise Bomb("it unfolds to more than 2 GB: unpack it first")
        spool.write(chunk)
    spool.seek(0)


def gunzipped(
    name: str, stream: IO[bytes], packed: int, budget: Budget, depth: int, member: Reader
) -> Iterator[Source | Failure]:
    """The one file that a gzip holds."""
    if depth >= DEEPEST:
        yield Failure(name, f"the file lies more than {DEEPEST} archives deep: unpack it first")
        return
    plain = name[: -len(".gz")]
    try:
        with gzip.GzipFile(fileobj=stream) as opened:
            yield from member(name, plain, unpacked(opened, packed, budget), -1, budget, depth + 1)  # type: ignore[arg-type]
    except Bomb as error:
        yield Failure(name, str(error))
    except (OSError, EOFError, zlib.error) as error:
        yield Failure(name, f"the file is damaged or cut off ({error}): get it again")
