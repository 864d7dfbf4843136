"""The story of the village, one file for each account: read one, and you can retell what happened there."""

from dure.demo.script import Thread
from dure.demo.story import (
    aoba,
    backstage,
    hanul,
    kestrel,
    mir,
    nordlicht,
    ondam,
    our_finance,
    our_sales,
    releases,
    saebyeok,
)

CHAPTERS = (hanul, mir, saebyeok, ondam, nordlicht, kestrel, aoba, our_finance, our_sales, backstage, releases)

STORY: tuple[Thread, ...] = tuple(thread for chapter in CHAPTERS for thread in chapter.THREADS)
