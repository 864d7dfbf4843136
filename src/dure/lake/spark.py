"""Any Spark Connect endpoint: the engine when one machine is outgrown."""


def opened(name: str, *, memory: str, threads: int | None) -> None:
    """Not yet."""
    raise ValueError(f"DURE_ENGINE is {name!r}: not yet")
