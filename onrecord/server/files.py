"""The built page, held in memory: only what lay in its folder at the start can ever be served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "web"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
}

_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>onrecord</title>
<h1>The page has not been built</h1>
<p>This is a checkout without its page. Run <code>make web</code> in it, then start <code>onrecord serve</code> again.
The API works: <a href="/api/openapi.json">/api/openapi.json</a>.</p></html>
"""


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    media_type: str
    cache: str
    status: int = 200


def load(folder: Path = FOLDER) -> dict[str, File]:
    """Address -> file. Names under assets/ hold a hash of their content and may be kept for good."""
    found: dict[str, File] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        media_type = _TYPES.get(path.suffix)
        if media_type is None or not path.is_file() or path.is_symlink():
            continue
        name = "/" + path.relative_to(folder).as_posix()
        cache = "public, max-age=31536000, immutable" if name.startswith("/assets/") else "no-cache"
        found[name] = File(path.read_bytes(), media_type, cache)
    found["/"] = found.pop("/index.html", File(_NOT_BUILT.encode(), _TYPES[".html"], "no-store", 503))
    return found
