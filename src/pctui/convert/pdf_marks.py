"""Knows with which marks items, clauses, notes and captions begin, in the languages that print them."""

from __future__ import annotations

import re
from typing import NamedTuple

_BULLET = r"[•◦▪▫‣●○■□∙⁃►▶➤➢◆◇❖✓✔➔→·・※⚫]|[-–—*](?=\s)|o(?=\s{1,3}[A-Z(])"  # noqa: RUF001
_CLAUSE = (
    r"(?:Article|Articles|Art\.|Artikel|Artículo|Articolo|Artigo|Artykuł|Artikkel|Articolul|Článek|Čl\.|Članak|Член|Άρθρο"
    r"|Section|Sec\.|Clause|Rule|Regulation|Paragraph|Schedule|Annex|Appendix|Статья|Стаття|Пункт|Abschnitt|Absatz|Madde"
    r"|المادة|ماده|מאמר|סעיף)\s(?:[LRD]\.?\s?\d{1,4}(?:-\d{1,3})+|\d{1,4}[a-zA-Z]?|[IVXLC]{1,7}|1er|premier)"
    r"(?:\.\d{1,3})*[.:)º°]{0,2}(?=\s|$)|Pasal\s\d{1,3}(?=\s|$)|제\s?\d{1,4}조(?:의\s?\d{1,3})?(?=[\s(]|$)"
    r"|§{1,2}\s?\d{1,4}[a-z]?(?:\.\d{1,3})*[.:)]?(?=\s|$)"
    r"|第[0-9０-９一二三四五六七八九十百千〇零]{1,7}[条條章节節款项項](?:[の之][一二三四五六七八九十0-9])?"  # noqa: RUF001
    r"|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、．]"  # noqa: RUF001
)
_NUMBER = (
    r"\(?\d{1,3}(?:\.\d{1,3}){0,5}\)|\(?[a-z]{1,2}\)|\((?:[ivxlc]{1,6}|[A-Z]{1,2})\)|[ivxlc]{1,6}[.)](?=\s)"
    r"|\d{1,3}(?:\.\d{1,3}){1,5}\.?(?=\s)|\d{1,3}\.(?=\s)|[A-Za-z]\.(?=\s)|[A-Z]\)(?=\s)|\[\d{1,3}\](?=\s)"
)
_MARK = re.compile(rf"(?:(?P<bullet>{_BULLET})|(?P<clause>{_CLAUSE})|(?P<number>{_NUMBER}))\s*")
_NOTE = re.compile(r"(?P<mark>\d{1,3}|[*†‡§¶‖]{1,3}|\[\d{1,3}\])(?:[.)]\s|\s)?(?=\S)")
_CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Tab\.|Box|Chart|Listing|Abbildung|Abb\.|Tabelle|Tableau|Figura|Tabla|Tabela|Tabella|Рис\.|"
    r"Рисунок|Таблица|Схема|Cuadro|図|表|图|圖)\s?(?:[A-Z]\.?)?\d{0,3}(?:[.\-–]\d{1,3}){0,3}(?P<end>\s?[:.—–：]|\s|$)",  # noqa: RUF001
)
_HEADING_NUMBER = re.compile(
    r"(?:(?:Chapter|Part|Section|Appendix|Annex|Kapitel|Teil|Anhang|Chapitre|Partie|Annexe|Capítulo|Глава|Часть)\s)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,5}|[A-Z](?:\.\d{1,3}){1,5}|[IVXLC]{1,7})(?P<end>[.:)]?)\s+(?=\S)"
)
CHAPTER = re.compile(
    r"(?:Chapter|Part|Appendix|Annex|Kapitel|Teil|Anhang|Chapitre|Partie|Annexe|Capítulo|Глава|Часть)\s\w{1,12}\.?"
    r"|第\s?\w{1,4}\s?[章部編编]|付録\s?\w|附录\s?\w",
    re.IGNORECASE,
)


class Mark(NamedTuple):
    """The mark of an item: as printed, whether it is a bullet, and whether it names a clause (`Article 5`)."""

    text: str
    bullet: bool
    clause: bool


def marker(text: str) -> Mark | None:
    """Return the mark with which an item or a clause begins; None if there is none."""
    found = _MARK.match(text)
    return Mark(found[0].strip(), bool(found["bullet"]), bool(found["clause"])) if found else None


def without_bullet(text: str) -> str:
    """Return the text of an item without its bullet; numbers are kept, because they are referred to."""
    found = _MARK.match(text)
    return text[found.end() :] if found and found["bullet"] else text


def note_mark(text: str) -> str:
    """Return the mark with which a note begins, '' if there is none."""
    found = _NOTE.match(text)
    return found["mark"] if found else ""


def caption_end(text: str) -> str | None:
    """Return what follows the number of a caption (`:`, a blank), None if the text begins like none."""
    found = _CAPTION.match(text)
    return found["end"].strip() or " " if found and re.search(r"\d|図|表|图", found[0]) else None


def depth(text: str) -> int:
    """Return how deep a number is with which a heading begins: 1 for `4`, 3 for `4.1.2`, 0 for none."""
    found = _HEADING_NUMBER.match(text)
    if not found:
        return 0
    number = found["number"]
    if number.isalpha() and not found["end"] and len(number) == 1:
        return 0  # a word of one letter
    return number.count(".") + 1


def without_number(text: str) -> str:
    """Return a heading without its number."""
    found = _HEADING_NUMBER.match(text)
    return text[found.end() :] if found else text
