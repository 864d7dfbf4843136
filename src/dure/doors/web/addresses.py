"""Addresses that carry a choice: every number leads to the rows it counts."""

from urllib.parse import urlencode


def address(path: str, **choices: str | int | None) -> str:
    """A path with the choices that are made; those left empty are left out.

    >>> address("/voices/", stage="shipped", segment="", page=None)
    '/voices/?stage=shipped'
    """
    made = {name: value for name, value in choices.items() if value not in ("", None)}
    return f"{path}?{urlencode(made)}" if made else path
