"""Plugins are found, not listed."""

from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules


def found(package: str, *, attribute: str) -> dict[str, object]:
    """Everything that calls itself a plugin of ``package``, by name, in the order of names.

    A built-in plugin is a file of the package that holds ``attribute``; a stranger's comes by an
    entry point in the group named like the package.

    Args:
        package: a dotted package such as ``"dure.metrics"``.
        attribute: the name each plugin file gives its definition, such as ``"METRIC"``.

    Raises:
        ValueError: two plugins carry the same name.

    >>> "colours" in found("dure.metrics", attribute="METRIC")
    False
    """
    home = import_module(package)
    modules = [
        import_module(f"{package}.{m.name}")
        for m in iter_modules(home.__path__)
        if not m.name.startswith("_")
    ]
    plugins = [getattr(m, attribute) for m in modules if hasattr(m, attribute)]
    plugins += [point.load() for point in entry_points(group=package)]
    by_name: dict[str, object] = {}
    for plugin in plugins:
        if plugin.name in by_name:
            raise ValueError(f"two plugins of {package} are named {plugin.name!r}: rename one of them")
        by_name[plugin.name] = plugin
    return dict(sorted(by_name.items()))
