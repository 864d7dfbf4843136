"""Bring the pages' outside files into the repository, so that installing needs no Node and no network.

``python tools/vendor.py`` fetches what ``vendor.toml`` names through the npm client, refuses a tarball
whose sha512 is not the one in ``vendor.lock.json``, and rewrites ``static/vendor`` and ``LICENSES``.
``--renew`` writes the lock anew after a version was changed.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src/dure/doors/web/static/vendor"
LICENCES = ROOT / "LICENSES"
LOCK = ROOT / "tools/vendor.lock.json"

#: A map would be asked for by the browser and is missed by ManifestStaticFilesStorage.
SOURCE_MAP = re.compile(rb"\s*(//|/\*)[#@] sourceMappingURL=[^\n]*")


def fetch_tarball(name: str, *, version: str, folder: Path) -> Path:
    """The npm tarball of one package version, in ``folder``."""
    answer = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return folder / answer.stdout.strip().splitlines()[-1]


def digest(path: Path) -> str:
    return hashlib.sha512(path.read_bytes()).hexdigest()


def target(member: str, *, rule: str) -> str | None:
    """Where a tarball member goes by one rule of ``files``, or None if the rule is not about it.

    >>> target("dist/a.min.css", rule="dist/a.min.css")
    'a.min.css'
    >>> target("dist/fonts/x.woff2", rule="dist/fonts/* -> fonts/")
    'fonts/x.woff2'
    >>> target("dist/b.css", rule="dist/a.css") is None
    True
    """
    pattern, _, place = (part.strip() for part in rule.partition("->"))
    if not fnmatch(member, pattern):
        return None
    return place + Path(member).name if not place or place.endswith("/") else place


def unpack(tarball: Path, *, package: dict[str, object]) -> int:
    """Copy the files and licences one package names; the number of files written."""
    n_written, rules, licences = 0, package["files"], package["licences"]
    with tarfile.open(tarball) as archive:
        for member in archive:
            name = member.name.removeprefix("package/")
            places = [STATIC / str(package["folder"]) / t for rule in rules if (t := target(name, rule=rule))]
            places += [LICENCES / licences[name]] if name in licences else []
            for place in places:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(SOURCE_MAP.sub(b"", archive.extractfile(member).read()))
                n_written += 1
    return n_written


def vendor(*, renew: bool) -> None:
    packages = tomllib.loads((ROOT / "tools/vendor.toml").read_text())["package"]
    locked = {} if renew else json.loads(LOCK.read_text())
    shutil.rmtree(STATIC, ignore_errors=True)
    found = {}
    for package in packages:
        key = f"{package['name']}@{package['version']}"
        with tempfile.TemporaryDirectory() as folder:
            tarball = fetch_tarball(package["name"], version=package["version"], folder=Path(folder))
            found[key] = digest(tarball)
            if not renew and locked.get(key) != found[key]:
                raise SystemExit(
                    f"{key}: sha512 differs from tools/vendor.lock.json; if you changed it: --renew"
                )
            print(f"{key}: {unpack(tarball, package=package)} files")
    LOCK.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--renew", action="store_true", help="write tools/vendor.lock.json anew")
    vendor(renew=parser.parse_args().renew)
