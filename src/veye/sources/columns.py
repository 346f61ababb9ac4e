"""The names under which tables, front matter and metadata keep the same few facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

TEXT = (
    "text", "body", "content", "full_text", "fulltext", "doctext", "article_text", "articlebody", "article_body",
    "body_text", "main_text", "maintext", "plain_text", "raw_text", "article", "story", "report", "message", "post",
    "description", "summary", "texte", "texto", "tèks", "contenu", "contenido", "corps",
)  # fmt: skip
_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "key", "doc_id", "docid", "article_id", "report_id", "uid", "uuid", "guid", "_id", "stem",
           "file", "filename", "file_name", "path"),
    "title": ("title", "headline", "subject", "titre", "título", "titulo", "tit"),
    "language": ("lang", "language", "langue", "idioma", "lang_code"),
    "outlet": ("outlet", "source_name", "publisher", "sitename", "site_name", "newspaper", "media", "publication",
               "source", "site", "website", "author_organisation"),
    "published": ("published", "published_at", "published_time", "publication_date", "date_published",
                  "datepublished", "publishdate", "publish_date", "pub_date", "pubdate", "date", "created_at",
                  "date_publication", "fecha"),
    "url": ("url", "link", "source_url", "canonical_url", "address", "href", "permalink", "web_url", "uri"),
    "origin": ("origin", "origin_hint", "agency", "wire", "credit"),
}  # fmt: skip
_LANGUAGES = {
    "en": "en", "eng": "en", "english": "en", "fr": "fr", "fra": "fr", "fre": "fr", "french": "fr", "français": "fr",
    "es": "es", "spa": "es", "spanish": "es", "español": "es", "ht": "ht", "hat": "ht", "creole": "ht",
    "kreyòl": "ht", "kreyol": "ht", "haitian": "ht", "haitian creole": "ht", "hc": "ht",
}  # fmt: skip


def folded(name: str) -> str:
    """A column name as it is compared: lower case, words joined by "_"."""
    return name.strip().lstrip("\ufeff").casefold().replace(" ", "_").replace("-", "_")


def text_column(names: Iterable[str]) -> str | None:
    """The column that holds the reports' text; None where no known name is among them."""
    by_folded = {folded(n): n for n in reversed(list(names))}
    return next((by_folded[t] for t in TEXT if t in by_folded), None)


def id_column(names: Iterable[str]) -> str | None:
    """The column that names the reports; None where there is none."""
    by_folded = {folded(n): n for n in reversed(list(names))}
    return next((by_folded[t] for t in _NAMES["id"] if t in by_folded), None)


def facts_of(row: Mapping[str, Any]) -> dict[str, str]:
    """The known facts of a row (id, title, language, outlet, published, url, origin), each as one string."""
    by_folded = {folded(k): v for k, v in reversed(list(row.items()))}
    facts: dict[str, str] = {}
    for fact, names in _NAMES.items():
        for name in names:
            words = as_words(by_folded.get(name))
            if not words:
                continue
            if fact == "outlet" and "://" in words:
                facts.setdefault("url", words)
                continue
            facts[fact] = words
            break
    return facts


def as_words(value: Any) -> str | None:
    """A scalar as one string, an object by its name, a list of one by its item; None for anything else or empty."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value) if abs(value) < 1e18 else None
    if isinstance(value, dict):
        return next((w for k in ("name", "title", "rendered") if isinstance(w := value.get(k), str) and w), None)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str | int | dict):
        return as_words(value[0])
    return None


def language_of(words: str | None) -> str:
    """en, fr, es or ht where the words name one of them ("en-US", "Kreyòl"); "und" otherwise."""
    if not words:
        return "und"
    name = words.strip().casefold()
    return _LANGUAGES.get(name) or _LANGUAGES.get(name.replace("_", "-").split("-")[0], "und")


def stem_of(name: str) -> str:
    """A file's key: its name without folders, packing and ending ("a/h037.txt.gz" gives "h037")."""
    path = PurePath(name.replace("\\", "/"))
    if path.suffix.casefold() == ".gz":
        path = path.with_suffix("")
    return path.stem or path.name or name
