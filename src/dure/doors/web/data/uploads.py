"""The files people upload: kept apart from each other, under a name nobody can guess."""

import re
import secrets
import shutil
import zipfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

HOME = "uploads"
MOST_BYTES = 256 * 1024 * 1024
#: What an archive may hold, unpacked: more is no export but a trap.
MOST_BYTES_UNPACKED = 4 * 1024 * 1024 * 1024
ENDINGS = (".csv", ".tsv", ".txt", ".log", ".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".zip", ".gz")


def checked_upload(file: UploadedFile) -> UploadedFile:
    """The file, if it is of a kind and a size that can be read.

    Raises:
        ValidationError: with the way to mend it.
    """
    if not str(file.name).lower().endswith(ENDINGS):
        raise ValidationError(
            _("A file of this kind cannot be read. Save it as CSV or XLSX (or a .zip or .gz of one).")
        )
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(
            _(
                "The file is larger than %(mb)s MB. Pack it as .zip, part it, or load it on the server with: dure load FILE"
            )
            % {"mb": MOST_BYTES // 1024 // 1024}
        )
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES_UNPACKED:
                raise ValidationError(_("Unpacked, this file would be too large to read here."))
    file.seek(0)
    return file


def kept_upload(file: UploadedFile) -> str:
    """Keeps the file; says the token under which it is found again."""
    token = secrets.token_hex(12)
    folder = Path(settings.MEDIA_ROOT) / HOME / token
    folder.mkdir(parents=True)
    with (folder / get_valid_filename(str(file.name))[-120:]).open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return token


def upload_named(token: str) -> str | None:
    """The name among the uploads (``uploads/token/file``) of what was kept under a token; None where nothing was."""
    folder = Path(settings.MEDIA_ROOT) / HOME / token
    if not re.fullmatch("[0-9a-f]{24}", token) or not folder.is_dir():
        return None
    file = next(iter(sorted(folder.iterdir())), None)
    return f"{HOME}/{token}/{file.name}" if file else None


def drop_upload(token: str) -> None:
    """Takes an upload away that cannot be read."""
    shutil.rmtree(Path(settings.MEDIA_ROOT) / HOME / token, ignore_errors=True)


def path_of(name: str) -> Path:
    """Where an upload lies."""
    return Path(settings.MEDIA_ROOT) / name


def upload_of(file_name: str) -> Path | None:
    """The newest upload with this file name, for the header of rows kept aside; None where it is not here any more."""
    home = Path(settings.MEDIA_ROOT) / HOME
    found = [place for place in home.glob("*/*") if place.name == file_name] if home.is_dir() else []
    return max(found, key=lambda place: place.stat().st_mtime, default=None)
