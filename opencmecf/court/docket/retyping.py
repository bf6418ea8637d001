"""Docket text that somebody has typed anew: what stayed keeps its marks and links, and numbers lead where they should.

All of it is pure: text and plain values in, text out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import groupby

from opencmecf.court.docket.text import Link, Run, Text

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_A_WORD_BESIDE = 2  # a blank and something
_STYLE = tuple[tuple[str, ...], int | None]  # marks, and which run's link


def retyped(text: Text, words: str) -> Text:
    """Return `words` as text. Stretches that were there keep their marks.

    They keep a link where all of it is still there, and a word beside it.
    """
    former = "".join(run.text for run in text)
    if former == words:
        return text
    places = list(_places(text))
    styles: list[_STYLE] = [((), None)] * len(words)
    for start, there, length in _unchanged(former, words):
        for number, (begin, end) in enumerate(places):
            kept = range(max(begin, start), min(end, start + length))
            link = number if text[number].link and _stands_among(begin, end, start, start + length) else None
            for place in kept:
                styles[place + there - start] = (text[number].marks, link)
    styles = [_whole(text, words, styles, place) for place in range(len(words))]
    return tuple(_runs(text, words, styles))


def references_in(text: Text, entries: Mapping[str, Link]) -> list[str]:
    """Return the numbers in a text that lead to an entry; `entries` says where the number of each leads."""
    return [run.text for run in text if run.link is not None and _is_reference(run, entries)]


def refer_to(text: Text, numbers: Iterable[str], entries: Mapping[str, Link]) -> Text:
    """Return the text in which these numbers of entries lead to them, and no others do.

    Raises `KeyError` with the number of an entry that has no document, and `ValueError` with one that is not in the
    text.
    """
    wanted = list(dict.fromkeys(numbers))
    kept = [Run(run.text, run.marks) if _is_stray(run, wanted, entries) else run for run in text]
    for number in wanted:
        if number not in references_in(tuple(kept), entries):
            kept = _linked(kept, number, entries[number])
    return _joined(kept)


def _places(text: Text) -> Iterator[tuple[int, int]]:
    begin = 0
    for run in text:
        yield begin, begin + len(run.text)
        begin += len(run.text)


def _unchanged(former: str, words: str) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches that both have, word by word: where they begin in each, and how long they are."""
    old, new = _TOKEN.findall(former), _TOKEN.findall(words)
    old_at, new_at = _starts(old), _starts(new)
    for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        if size:
            yield old_at[a], new_at[b], old_at[a + size] - old_at[a]


def _starts(tokens: list[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def _stands_among(begin: int, end: int, start: int, stop: int) -> bool:
    """Return whether a word beside a stretch stayed as well: a 2 alone may be the 2 of another entry."""
    return begin - start >= _A_WORD_BESIDE or stop - end >= _A_WORD_BESIDE


def _whole(text: Text, words: str, styles: list[_STYLE], place: int) -> _STYLE:
    """Return the style of a place without a link of which only a part is left."""
    marks, number = styles[place]
    if number is None:
        return marks, None
    first, last = place, place + 1
    while first and styles[first - 1][1] == number:
        first -= 1
    while last < len(words) and styles[last][1] == number:
        last += 1
    return (marks, number) if words[first:last] == text[number].text else (marks, None)


def _runs(text: Text, words: str, styles: list[_STYLE]) -> Iterator[Run]:
    begin = 0
    for (marks, number), group in groupby(styles):
        end = begin + sum(1 for _ in group)
        yield Run(words[begin:end], marks, None if number is None else text[number].link)
        begin = end


def _is_reference(run: Run, entries: Mapping[str, Link]) -> bool:
    link = entries.get(run.text)
    if run.link is None or link is None or not link.leads_to_document:
        return False
    same = (run.link.document_id[4:], run.link.dm_id) == (link.document_id[4:], link.dm_id)
    return same and run.link.leads_to_document


def _is_stray(run: Run, wanted: list[str], entries: Mapping[str, Link]) -> bool:
    return run.text not in wanted and _is_reference(run, entries)


def _linked(runs: list[Run], number: str, link: Link) -> list[Run]:
    """Give the number of an entry its link where it first stands alone: not in a date, a time, an amount or "# 2"."""
    alone = re.compile(rf"(?<![\w/:.,$#-])(?<!# ){re.escape(number)}(?![\w/:-]|[.,]\d)")
    for place, run in enumerate(runs):
        found = alone.search(run.text) if run.link is None else None
        if found:
            around = (run.text[: found.start()], run.text[found.end() :])
            pieces = [Run(around[0], run.marks), Run(number, run.marks, link), Run(around[1], run.marks)]
            return [*runs[:place], *(one for one in pieces if one.text), *runs[place + 1 :]]
    raise ValueError(number)


def _joined(runs: Iterable[Run]) -> Text:
    """Return the runs with equal neighbours made one, where neither has a link."""
    joined: list[Run] = []
    for run in runs:
        if (
            joined
            and run.text
            and joined[-1].text
            and joined[-1].marks == run.marks
            and not (joined[-1].link or run.link)
        ):
            joined[-1] = Run(joined[-1].text + run.text, run.marks)
        else:
            joined.append(run)
    return tuple(joined)
