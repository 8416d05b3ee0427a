"""A site as its reader sees it: in a browser, from a file, with a keyboard, in the dark, and on paper."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hostile import hostile_store
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from pctui.queries.store import Store
from pctui.render.files import write_folder
from pctui.render.site import files
from pctui.render.site.one_file import of_entry

CHROMIUM, CHROMEDRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(
        not (CHROMIUM and CHROMEDRIVER), reason="there is no chromium with its chromedriver to open a site in"
    ),
]
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
HOSTILE = "</script><img src=x onerror=alert(1)>\"'><svg onload=alert(2)>"
WAIT = 20  # seconds, which no test needs


def site_in(folder: Path, store: Store) -> Path:
    with closing(store):
        write_folder(folder, files(store))
    return folder


@pytest.fixture(scope="module")
def site(lights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_in(tmp_path_factory.mktemp("sites") / "site", Store(lights, context=True))


class Browser:
    """A browser that opens pages of a folder, and says what they asked for and complained about."""

    def __init__(self, profile: Path, *, scripts: bool = True) -> None:
        options = webdriver.ChromeOptions()
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        if not scripts:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        options.binary_location = str(CHROMIUM)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = webdriver.ChromeService(CHROMEDRIVER, log_output=subprocess.DEVNULL)
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.get("about:blank")
        self.requests()  # those of the page that it opened with are its own

    def open(self, page: Path, more: str = "") -> None:
        self.driver.get(f"{page.as_uri()}{more}")

    def until(self, condition: Callable[[], object]) -> None:
        WebDriverWait(self.driver, WAIT, poll_frequency=0.02).until(lambda _: condition())

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        webdriver.ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    @property
    def focused(self) -> str:
        """The text of what has the focus, or its name."""
        element = self.driver.switch_to.active_element
        return element.text or element.accessible_name

    @property
    def title(self) -> str:
        return self.driver.title.partition(" · ")[0]

    def script(self, body: str) -> object:
        return self.driver.execute_script(body)

    def emulate(self, **features: str) -> None:
        """Pretend that the reader's system prefers something."""
        wanted = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": wanted})

    def size(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def complaints(self) -> list[str]:
        """Return what was written to the console since this was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> set[str]:
        """Return the schemes of all addresses that were asked for since this was asked last."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return {urlsplit(url).scheme for url in asked}


@pytest.fixture(scope="module")
def one_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("profile"))
    try:
        yield browser
    finally:
        browser.driver.quit()


@pytest.fixture
def browser(one_browser: Browser) -> Iterator[Browser]:
    """The browser, which must have nothing to complain about afterwards, and have asked for files alone."""
    one_browser.size(1024, 768)
    one_browser.emulate(prefers_color_scheme="light")
    yield one_browser
    assert one_browser.complaints() == []
    assert one_browser.requests() <= {"file", "data"}


def test_a_word_is_searched_and_its_entry_opened_by_keyboard(browser: Browser, site: Path) -> None:
    browser.open(site / "timeline.html")
    browser.press("/")
    assert browser.focused == "Search"
    browser.press("oil", Keys.ENTER)
    browser.until(lambda: browser.title == "Search" and browser.driver.find_elements(By.CSS_SELECTOR, "#results a"))
    first = browser.driver.find_element(By.CSS_SELECTOR, "#results a").text
    status = browser.driver.find_element(By.ID, "status").text
    assert "found." in status
    browser.press(Keys.ENTER)  # the box has the focus, and its form leads to the first result
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.title != "Search")
    assert browser.title == first
    assert "/entries/" in browser.driver.current_url


def test_search_goes_along_with_typing_and_says_that_there_is_nothing(browser: Browser, site: Path) -> None:
    browser.open(site / "search.html")
    status = browser.driver.find_element(By.ID, "status")
    browser.until(lambda: status.text.startswith("Type"))
    assert status.get_attribute("role") == "status"
    browser.press("keepars")  # a letter is wrong
    assert browser.driver.find_elements(By.CSS_SELECTOR, "#results a")
    browser.press("xyzzy")
    assert status.text == "Nothing was found for “keeparsxyzzy”."
    assert not browser.driver.find_elements(By.CSS_SELECTOR, "#results a")


def test_a_question_finds_its_answer(browser: Browser, site: Path) -> None:
    browser.open(site / "search.html", "?q=when+did+the+keepers+write")
    browser.until(lambda: browser.driver.find_elements(By.CSS_SELECTOR, "#results a"))
    first = browser.driver.find_element(By.CSS_SELECTOR, "#results li")
    assert "The keepers write to the Board" in first.text
    assert "Event, 4 June 1898" in first.text


def test_the_keyboard_walks_from_the_skip_link_to_the_passage_of_a_citation(browser: Browser, site: Path) -> None:
    browser.open(site / "entries" / "tower-station.html")
    browser.press(Keys.TAB)
    assert browser.focused == "Skip to the text"
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    assert browser.script(outline) == "solid"
    browser.press(Keys.ENTER, Keys.TAB)
    assert browser.script("return document.getElementById('main').contains(document.activeElement)")
    while not browser.focused.startswith("["):
        browser.press(Keys.TAB)
    browser.press(Keys.ENTER)
    browser.until(lambda: "#p" in browser.driver.current_url)
    target = browser.driver.current_url.partition("#")[2]
    links = browser.driver.find_elements(By.CSS_SELECTOR, f"#{target} li a")
    assert "Tower station" in [link.text for link in links]


def test_where_the_reader_is_can_be_heard(browser: Browser, site: Path) -> None:
    browser.open(site / "recommendations.html")
    current = browser.driver.find_elements(By.CSS_SELECTOR, ".sections [aria-current=page]")
    assert [link.text for link in current] == ["Recommendations"]
    landmarks = browser.driver.find_elements(By.CSS_SELECTOR, "header, main, footer, nav[aria-label], [role=search]")
    assert len(landmarks) >= 5
    browser.open(site / "evidence.html")
    table = browser.driver.find_element(By.CSS_SELECTOR, "table.matrix")
    assert table.find_elements(By.CSS_SELECTOR, "thead th[scope=col]")
    assert table.find_elements(By.CSS_SELECTOR, "tbody th[scope=row]")


def test_the_marks_of_the_chart_are_links_with_names(browser: Browser, site: Path) -> None:
    browser.open(site / "timeline.html")
    marks = browser.driver.find_elements(By.CSS_SELECTOR, ".drawing a")
    assert len(marks) > 5
    name = marks[0].find_element(By.CSS_SELECTOR, "title").get_attribute("textContent") or ""
    browser.script("document.querySelector('.drawing a').focus()")
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.title != "Timeline")
    assert name.startswith(browser.title)


def background(browser: Browser) -> str:
    return str(browser.script("return getComputedStyle(document.body).backgroundColor"))


def test_dark_is_taken_from_the_system_and_can_be_changed(browser: Browser, site: Path) -> None:
    browser.open(site / "index.html")
    light = background(browser)
    browser.emulate(prefers_color_scheme="dark")
    dark = background(browser)
    assert dark != light
    button = browser.driver.find_element(By.CSS_SELECTOR, ".scheme")
    browser.until(lambda: button.text == "Light")
    button.click()
    assert background(browser) == light
    assert button.text == "Dark"
    button.click()
    assert background(browser) == dark
    browser.script("try { localStorage.clear() } catch { }")


@pytest.mark.parametrize("size", [(390, 844), (1024, 768), (1440, 900)])
def test_no_page_is_wider_than_its_screen(browser: Browser, site: Path, size: tuple[int, int]) -> None:
    browser.size(*size)
    for page in (*sorted(site.glob("*.html")), site / "entries" / "tower-station.html"):
        browser.open(page)
        assert browser.script("return document.documentElement.scrollWidth <= innerWidth"), page.name


def test_a_word_that_is_wider_than_the_screen_is_broken(browser: Browser, lights: Path, tmp_path: Path) -> None:
    folder = site_in(tmp_path / "long", hostile_store(lights, "Donaudampfschifffahrtsgesellschaft" * 8))
    browser.size(390, 844)
    pages = [
        *folder.glob("*.html"),
        *(folder / "entries" / f"{name}.html" for name in ("tower-station", "keepers-1898")),
    ]
    for page in sorted(pages):
        browser.open(page)
        assert browser.script("return document.documentElement.scrollWidth <= innerWidth"), page.name


def test_without_scripts_everything_but_the_search_is_there(site: Path, tmp_path: Path) -> None:
    browser = Browser(tmp_path / "profile", scripts=False)
    try:
        browser.open(site / "search.html")
        text = browser.driver.find_element(By.TAG_NAME, "main").text
        assert "Searching needs JavaScript, which is off." in text
        browser.driver.find_element(By.LINK_TEXT, "All entries").click()
        browser.until(lambda: browser.title == "All entries")
        browser.driver.find_element(By.LINK_TEXT, "Tower station").click()
        browser.until(lambda: browser.title == "Tower station")
    finally:
        browser.driver.quit()


def test_a_page_is_printed_with_its_references_and_without_what_is_only_for_screens(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    browser.open(site / "entries" / "tower-station.html")
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", {})["data"]))
    assert pdf.read_bytes().startswith(b"%PDF-")
    if not shutil.which("pdftotext"):
        pytest.skip("there is no pdftotext to read the printed page with")
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    assert "Tower station" in text
    assert "References" in text
    assert "Skip to the text" not in text
    assert "Recommendations\n" not in text


def test_hostile_text_raises_no_alert(browser: Browser, lights: Path, tmp_path: Path) -> None:
    folder = site_in(tmp_path / "hostile", hostile_store(lights, HOSTILE))
    with closing(hostile_store(lights, HOSTILE)) as store:
        alone = tmp_path / "alone.html"
        alone.write_text("".join(of_entry(store, "tower-station")), encoding="utf-8")
    browser.script("window.alerted = 0")
    for page in (*sorted(folder.glob("*.html")), folder / "entries" / "tower-station.html", alone):
        browser.open(page)
        # Whatever a script of the text did would have been refused, and be among the complaints.
        assert not browser.script("return document.querySelectorAll('img, [onload], [onerror]').length"), page.name
    browser.open(folder / "search.html", "?q=svg")
    browser.until(lambda: browser.driver.find_elements(By.CSS_SELECTOR, "#results a"))
    assert HOSTILE in browser.driver.find_element(By.CSS_SELECTOR, "#results a").text


def test_one_file_has_its_style_and_asks_for_nothing(browser: Browser, lights: Path, tmp_path: Path) -> None:
    with closing(Store(lights)) as store:
        file = tmp_path / "tower.html"
        file.write_text("".join(of_entry(store, "tower-station")), encoding="utf-8")
    browser.open(file)
    assert background(browser) == "rgb(253, 252, 249)"
    assert browser.requests() == {"file"}
