"""Chromium, by Selenium: visits to pages, pictures of them, and a page in the hands of a test."""

from __future__ import annotations

import base64
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.interaction import POINTER_TOUCH
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.by import By

from phone.visits import Visit

_SECONDS = 300


def missing() -> str:
    """Return what keeps Chromium from running here; empty if nothing does."""
    absent = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    return f"Chromium is missing: no {' and no '.join(absent)}" if absent else ""


@contextmanager
def started(scale: float = 1) -> Iterator[Chrome]:
    """Start Chromium without a screen; everything it says and asks for is kept for `LocalPage`.

    `scale` is how many device pixels a CSS pixel has in frames that are closed off, which `resize` does not reach.
    """
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in (
        "--headless=new",
        "--no-sandbox",  # it does not run as root
        "--disable-gpu",
        "--disable-dev-shm-usage",  # small in a container
        "--force-color-profile=srgb",
        f"--force-device-scale-factor={scale}",
        "--disable-background-networking",
        "--disable-component-update",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options, ChromeService(shutil.which("chromedriver")))
    driver.set_script_timeout(_SECONDS)
    try:
        yield driver
    finally:
        driver.quit()


def resize(driver: Chrome, width: int, height: int, scale: float = 1, *, mobile: bool = True) -> None:
    """Give the window a size in CSS pixels, so many device pixels to each; `mobile` as phones do it."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def evaluate(driver: Chrome, expression: str) -> Any:
    """Return what a JavaScript expression, or its promise, comes to; RuntimeError if it throws."""
    script = f"""const done = arguments[0];
        (async () => JSON.stringify(await ({expression})) ?? "null")()
            .then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"""
    answer = driver.execute_async_script(script)
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return json.loads(answer["value"])


def visit(driver: Chrome, visits: Sequence[Visit]) -> list[Any]:
    """Make visits in the one window; see `Engine.visit`."""
    values = []
    for each in visits:
        _load(driver, each)
        values.append(evaluate(driver, each.expression))
    return values


def _load(driver: Chrome, visit: Visit, scale: float = 1) -> None:
    resize(driver, visit.width, visit.height, scale)
    try:
        driver.get(visit.url)
    except WebDriverException as error:
        raise RuntimeError(f"{visit.url}: {error.msg}") from error


def photograph(driver: Chrome, visit: Visit, scale: float = 2, of: str = "") -> bytes:
    """Return a picture (PNG) of the window after a visit, with so many device pixels to a CSS pixel.

    `of` is a CSS selector of what alone shall be in the picture, with nothing behind it.
    """
    _load(driver, visit, scale)
    evaluate(driver, visit.expression)
    options: dict[str, Any] = {"format": "png"}
    if of:
        box = evaluate(driver, f"document.querySelector({json.dumps(of)}).getBoundingClientRect().toJSON()")
        options["clip"] = {**{name: box[name] for name in ("x", "y", "width", "height")}, "scale": 1}
        clear = {"color": {"r": 0, "g": 0, "b": 0, "a": 0}}
        driver.execute_cdp_cmd("Emulation.setDefaultBackgroundColorOverride", clear)
    png: str = driver.execute_cdp_cmd("Page.captureScreenshot", options)["data"]
    driver.execute_cdp_cmd("Emulation.setDefaultBackgroundColorOverride", {})
    return base64.b64decode(png)


def download(driver: Chrome, url: str, folder: Path) -> Path:
    """Open an address whose answer is a file in a window of a phone's size; return the file, saved in a folder.

    The folder is empty before; TimeoutError if no file is whole there within 30 seconds.
    """
    behaviour = {"behavior": "allow", "downloadPath": str(folder)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", behaviour)
    resize(driver, 390, 844)
    with suppress(WebDriverException):  # a visit that becomes a download is an aborted one
        driver.get(url)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        files = list(folder.iterdir())
        if len(files) == 1 and files[0].suffix not in {".crdownload", ".tmp"}:
            return files[0]
        time.sleep(0.1)
    raise TimeoutError(f"{url}: {[file.name for file in folder.iterdir()]} within 30 seconds")


def _log(driver: Chrome, name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = driver.get_log(name)  # type: ignore[no-untyped-call]  # Selenium has it so
    return entries


@dataclass(frozen=True, slots=True)
class LocalPage:
    """An HTML file open in Chromium."""

    driver: Chrome
    """To press keys, click, and look."""
    url: str

    def evaluate(self, expression: str) -> Any:
        """Return what a JavaScript expression in the page comes to; RuntimeError if it throws."""
        return evaluate(self.driver, expression)

    def press(self, *keys: str) -> None:
        """Press keys one after another: characters, or values of Selenium's `Keys`."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def tap(self, selector: str) -> None:
        """Tap with a finger on the middle of the first element that a CSS selector finds."""
        element = self.driver.find_element(By.CSS_SELECTOR, selector)
        finger = PointerInput(POINTER_TOUCH, "finger")  # type: ignore[no-untyped-call]  # Selenium has it so
        actions = ActionBuilder(self.driver, mouse=finger)
        actions.pointer_action.move_to(element).click()  # type: ignore[no-untyped-call]  # likewise
        actions.perform()

    def swipe(self, selector: str, across: int) -> None:
        """Swipe with a finger from the middle of an element, so many CSS pixels to the right (or to the left)."""
        element = self.driver.find_element(By.CSS_SELECTOR, selector)
        finger = PointerInput(POINTER_TOUCH, "finger")  # type: ignore[no-untyped-call]  # Selenium has it so
        actions = ActionBuilder(self.driver, mouse=finger)
        actions.pointer_action.move_to(element).pointer_down().move_by(across, 0).pointer_up()  # type: ignore[no-untyped-call]  # likewise
        actions.perform()

    @contextmanager
    def within(self, selector: str) -> Iterator[None]:
        """Look, press and tap in a frame of the page for as long as the context lasts."""
        self.driver.switch_to.frame(self.driver.find_element(By.CSS_SELECTOR, selector))
        try:
            yield
        finally:
            self.driver.switch_to.default_content()

    def complaints(self) -> list[str]:
        """Return what came up on the console as a warning or an error since the last call."""
        return [
            entry["message"]
            for entry in _log(self.driver, "browser")
            if entry["level"] in {"WARNING", "SEVERE"}
        ]

    def requests(self) -> list[str]:
        """Return the addresses asked for since the last call, without the file itself and `data:`."""
        messages = [json.loads(entry["message"])["message"] for entry in _log(self.driver, "performance")]
        urls = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith("data:") and url.partition("#")[0] != self.url]


@contextmanager
def local_page(driver: Chrome, file: Path, width: int = 1200, height: int = 800) -> Iterator[LocalPage]:
    """Open a local HTML file in a window of so many CSS pixels; everything is recorded from the beginning."""
    page = LocalPage(driver, file.resolve().as_uri())
    resize(driver, width, height, mobile=False)
    page.complaints()
    page.requests()
    driver.get(page.url)
    yield page
    driver.get("about:blank")
