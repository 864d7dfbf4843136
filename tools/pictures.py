"""Take the pictures of docs/pages from the demo: each page in Korean and English, light and dark.

``make pictures`` runs this file. It tells the demo in a home of its own, serves it, and looks at every page in
Chromium as one of the demo's people would, at 1280 x 900. The numbers are those of the day it runs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

from dure.demo.cast import DEMO_PASSWORD

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs/pages"
PORT = 8765
WHO = "taeho"
PAGES = {
    "login": ("/login/", "로그인", "Log in"),
    "today": ("/today/?whose=all", "오늘", "Today"),
    "accounts": ("/accounts/?side=customer", "고객", "Accounts"),
    "account": ("/account/1/", "고객 한 곳", "One account"),
    "person": ("/person/{person}/", "사람", "Person"),
    "voices": ("/voices/", "목소리", "Voices"),
    "voice": ("/voice/{voice}/", "목소리 하나: 첫마디부터 결과까지", "One voice, from the first word to the outcome"),
    "promises": ("/promises/", "약속", "Promises"),
    "handoffs": ("/handoffs/", "전달", "Handoffs"),
    "work": ("/work/{work}/", "업무 하나", "One work item"),
    "streams": ("/streams/", "가치 흐름", "Value streams"),
    "stream": ("/stream/service_desk/", "실제 서비스 데스크의 한 해", "A real year of a service desk"),
    "items": ("/items/?stream=service_desk&waited_on=customer", "숫자 뒤의 업무", "The items behind a number"),
    "definitions": ("/stream/platform/definitions/", "지표의 정의와 서명", "Definitions, signed"),
    "stream-setup": ("/stream/platform/setup/", "가치 흐름 설정", "Setting up a value stream"),
    "forecast": ("/forecast/?stream=data", "언제 끝날까", "When will it be done?"),
    "whatif": ("/whatif/?stream=service_desk", "만약에", "What if"),
    "handovers": ("/handovers/?stream=service_desk", "누가 누구에게 넘기나", "Who hands to whom"),
    "constraints": ("/constraints/", "무엇이 막고 있나", "What holds things up"),
    "problems": ("/problems/", "문제와 기회", "Problems and opportunities"),
    "changes": ("/changes/", "변경", "Changes"),
    "change": ("/change/{change}/", "변경 하나: 동의, 계획, 안내", "One change: agreements, plan, notice"),
    "chase": ("/chase/", "챙길 일", "The chase list"),
    "journey": ("/journey/", "여정", "The journey"),
    "touchpoints": ("/touchpoints/", "접점", "Touchpoints"),
    "loop": ("/loop/", "순환", "The loop"),
    "loop-service-desk": ("/loop/?source=service_desk", "서비스 데스크의 순환", "The desk's loop"),
    "data": ("/data/", "데이터", "Data"),
    "load": ("/data/1/", "들어온 것과 들어오지 못한 것", "What came in, and what did not"),
    "new-load": ("/data/new/", "파일 불러오기", "Load a file"),
}  # fmt: skip


def main() -> None:
    chromium = shutil.which("chromium") or sys.exit(
        "no chromium is on the path: install it (apt install chromium)"
    )
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DURE_HOME": home, "DJANGO_SETTINGS_MODULE": "dure.config.settings"}
        dure = [sys.executable, "-m", "dure.doors.cli"]
        subprocess.run([*dure, "demo", "--no-serve"], env=environment, check=True, cwd=ROOT)
        found = subprocess.run(
            [sys.executable, "-c", FIND], env=environment, check=True, capture_output=True, text=True
        )
        ids = dict(pair.split("=") for pair in found.stdout.split())
        server = subprocess.Popen(
            [*dure, "run", "--no-worker", "--port", str(PORT)], env=environment, cwd=ROOT
        )
        try:
            _wait()
            _take(chromium, ids=ids)
        finally:
            server.terminate()
            server.wait()
    _list()


#: The things shown: a voice that went all the way through the data team, its person, its work.
FIND = """
import django; django.setup()
from dure.records.changes.models import Change
from dure.records.voices.models import Voice
from dure.records.work.models import WorkVoice
voice = Voice.objects.get(source="village", ref="hanul-mismatch")
print(f"voice={voice.pk} person={voice.person_id} work={WorkVoice.objects.filter(voice=voice).first().item_id}")
print(f"change={Change.objects.order_by('-pk').first().pk}")
"""


def _wait() -> None:
    for _ in range(100):
        try:
            urlopen(f"http://127.0.0.1:{PORT}/login/")
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("the demo did not come up")


def _take(chromium: str, *, ids: dict[str, str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in ("ko", "en"):
            for theme in ("light", "dark"):
                context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme)
                _dressed(context, language=language, theme=theme)
                page = context.new_page()
                for name, (address, _, _) in PAGES.items():
                    _go(page, address.format(**ids), is_login=name == "login")
                    _keep(page, OUT / f"{name}-{language}-{theme}.png")
                context.close()
        browser.close()


def _dressed(context: BrowserContext, *, language: str, theme: str) -> None:
    base = f"http://127.0.0.1:{PORT}"
    named = {"django_language": language, "dure_theme": theme}
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in named.items()])


def _go(page: Page, address: str, *, is_login: bool) -> None:
    page.goto(f"http://127.0.0.1:{PORT}{address}")
    if not is_login and page.locator("input[name=password]").count():
        page.fill("input[name=username]", WHO)
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def _keep(page: Page, path: Path) -> None:
    """Flat colours need few colours: a third of the size, and nobody sees it."""
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE).save(path, optimize=True)


def _list() -> None:
    lines = [
        "# Pages",
        "",
        "Every page, made by `make pictures` from the demo: Korean and English, light and dark.",
        "The people in them are the village of `src/dure/demo`; they do not exist (synthetic). The service desk is real,",
        "its year 2016 (see [data.md](../data.md)).",
        "",
    ]
    for name, (address, korean, english) in PAGES.items():
        lines += [f"## {english} · {korean}", "", f"`{address}`", ""]
        looks = [(language, theme) for language in ("ko", "en") for theme in ("light", "dark")]
        lines += ["| " + " | ".join(f"{lang}, {theme}" for lang, theme in looks) + " |", "|---|---|---|---|"]
        lines += [
            "| " + " | ".join(f"![{english}, {la}, {th}]({name}-{la}-{th}.png)" for la, th in looks) + " |",
            "",
        ]
    (OUT / "README.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
