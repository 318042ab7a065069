"""`recto send`: one package, to whoever has its address, and nothing else."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from phone.chromium import download as download_in_browser
from selenium.webdriver import Chrome

from recto.diagnostics import UserError
from recto.qr import qr
from recto.send import lan_address, offering

HERE = "127.0.0.1"


def package_of(size: int) -> bytes:
    """Make a zip of at least so many bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("collection.anki2", os.urandom(size))
    return content.getvalue()


PACKAGE = package_of(100_000)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a package in a folder of its own."""
    file = tmp_path / "größe 图.apkg"
    file.write_bytes(PACKAGE)
    return file


@contextmanager
def sending(*arguments: str | Path, cwd: Path | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `recto send` on the loopback interface; give the process and the address that it prints."""
    command = [sys.executable, "-m", "recto", "send", "--bind", HERE, *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def failed(*arguments: str | Path, cwd: Path | None = None) -> str:
    """Run `recto send`, which must fail at once with exit code 2; return what it says."""
    command = [sys.executable, "-m", "recto", "send", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def ask(url: str, method: str, path: str | None = None) -> tuple[HTTPResponse, bytes]:
    """Send a request to the server of an address, for its path unless another is given."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request(method, parts.path if path is None else path)
    response = connection.getresponse()
    return response, response.read()


def download(url: str) -> bytes:
    """Fetch what lies at an address."""
    response, body = ask(url, "GET")
    assert response.status == 200
    return body


def file_name(response: HTTPResponse) -> str:
    """Return the name under which a browser saves an answer (RFC 6266)."""
    return unquote(response.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])


def test_the_package_is_downloaded_once_and_the_server_is_gone(package: Path) -> None:
    """A client gets the file byte for byte, with its type and name; then the program ends, and nobody listens."""
    with sending(package) as (process, url):
        response, body = ask(url, "GET")
        assert (response.status, body) == (200, PACKAGE)
        assert response.headers["Content-Type"] == "application/apkg"
        assert response.headers["Content-Length"] == str(len(PACKAGE))
        assert response.headers["Cache-Control"] == "no-store"
        assert file_name(response) == package.name
        assert process.wait(timeout=10) == 0
        assert process.stderr
        assert f"{package}: downloaded by {HERE}" in process.stderr.read()
        with pytest.raises(OSError, match="refused"):
            download(url)


def test_head_tells_about_the_package_and_leaves_it_there(package: Path) -> None:
    """HEAD has the headers of GET and no body; it is not a download."""
    with sending(package) as (process, url):
        head, body = ask(url, "HEAD")
        assert (head.status, body) == (200, b"")
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        got, _ = ask(url, "GET")
        described = [(name, value) for name, value in got.getheaders() if name != "Date"]
        assert described == [(name, value) for name, value in head.getheaders() if name != "Date"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_nothing_else_is_there(package: Path, method: str) -> None:
    """Every other path is 404 Not Found, however near it comes."""
    with offering(package.name, PACKAGE, HERE) as offer:
        path = urlsplit(offer.url).path
        folder = path.rpartition("/")[0]
        for other in ("/", "", "/favicon.ico", folder, f"{folder}/", f"{path}/", f"{path}?", f"{folder}/../..",
                      path[1:], path.swapcase(), "/deck.apkg", "*"):  # fmt: skip
            response, body = ask(offer.url, method, other)
            assert (response.status, body) == (404, b""), other


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_the_package_can_only_be_read(package: Path, method: str) -> None:
    """What would change something is 405 Method Not Allowed."""
    with offering(package.name, PACKAGE, HERE) as offer:
        response, _ = ask(offer.url, method)
        assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


def test_two_offers_have_nothing_in_common(package: Path) -> None:
    """The path holds 128 random bits, anew each time."""
    urls = []
    for _ in range(2):
        with offering(package.name, PACKAGE, HERE) as offer:
            urls.append(offer.url)
    secrets = [urlsplit(url).path.split("/")[1] for url in urls]
    assert secrets[0] != secrets[1]
    assert all(re.fullmatch(r"[\w-]{22}", secret) for secret in secrets)


def test_a_download_that_breaks_off_does_not_count() -> None:
    """A phone that leaves half-way can come again; only a whole download is reported."""
    content = package_of(20_000_000)
    with offering("large.apkg", content, HERE) as offer:
        parts = urlsplit(offer.url)
        with socket.create_connection((HERE, parts.port or 0)) as phone:
            phone.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: recto\r\n\r\n".encode())
            assert phone.recv(1000)
        assert list(offer.takers(1)) == []
        assert download(offer.url) == content
        assert next(offer.takers(10)) == HERE


def test_connections_that_say_nothing_keep_nobody_waiting(package: Path) -> None:
    """A browser that opens connections ahead of time does not block the one that asks."""
    with offering(package.name, PACKAGE, HERE) as offer:
        port = urlsplit(offer.url).port or 0
        silent = [socket.create_connection((HERE, port)) for _ in range(8)]
        assert download(offer.url) == PACKAGE
        for connection in silent:
            connection.close()


def test_keep_serves_more_than_one(package: Path) -> None:
    """With --keep, a second phone gets the package too."""
    with sending(package, "--keep") as (process, url):
        for _ in range(2):
            assert download(url) == PACKAGE
        assert process.poll() is None


def test_it_stops_when_time_is_up(package: Path) -> None:
    """Without a download it ends after the minutes that it was given, and says so."""
    started = time.monotonic()
    with sending(package, "--minutes", "0.02") as (process, _):
        assert process.wait(timeout=10) == 1
        assert 1.2 <= time.monotonic() - started < 10
        assert process.stderr
        assert process.stderr.read().endswith(f"{package}: nobody downloaded it in 0.02 minutes\n")


def test_the_newest_package_of_dist_is_sent(tmp_path: Path) -> None:
    """Without a package it is the one in dist/ that was written last."""
    (tmp_path / "dist").mkdir()
    for name, age in (("a.apkg", 20), ("b.apkg", 10), ("c.apkg", 30)):
        (tmp_path / "dist" / name).write_bytes(PACKAGE)
        os.utime(tmp_path / "dist" / name, (0, time.time() - age))
    (tmp_path / "dist" / "newer.html").touch()
    with sending(cwd=tmp_path) as (_, url):
        response, _body = ask(url, "HEAD")
        assert file_name(response) == "b.apkg"


def test_what_cannot_be_sent_is_named(tmp_path: Path) -> None:
    """No package, a file that is missing, and files that are no packages are faults, each with a way out."""
    assert failed(cwd=tmp_path) == (
        "recto: dist: no package in this folder\n  hint: make one with recto build, or name another\n"
    )
    assert failed("x.apkg", cwd=tmp_path) == (
        "recto: x.apkg: no such file or directory\n  hint: make a package with recto build\n"
    )
    (tmp_path / "x.apkg").write_text("not a zip")
    (tmp_path / "x.zip").write_bytes(PACKAGE)
    for name in ("x.apkg", "x.zip"):
        assert failed(name, cwd=tmp_path) == (
            f"recto: {name}: this is not an Anki package\n  hint: name a file .apkg\n"
        )


def test_an_address_that_cannot_be_had_is_named(package: Path) -> None:
    """A port that is taken and an address of another computer are faults that say so, and what to do about each."""
    with socket.create_server((HERE, 0)) as other:
        port = other.getsockname()[1]
        assert failed(package, "--bind", HERE, "--port", str(port)) == (
            f"recto: port {port} is taken\n  hint: leave --port out and a free one is found\n"
        )
    elsewhere = "203.0.113.1"
    assert failed(package, "--bind", elsewhere) == (
        f"recto: this computer does not have the address {elsewhere}\n"
        "  hint: leave --bind out and this computer's address is found\n"
    )


def test_no_network_is_said(package: Path) -> None:
    """A computer without a network cannot be reached from a phone, and hears so."""
    alone = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("unshare(1) cannot take the network away here")
    done = subprocess.run(
        [*alone, sys.executable, "-m", "recto", "send", package],
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "recto: this computer is in no network\n"
        "  hint: join the network that the phone is in, or name this computer's address with --bind\n",
    )


def in_network() -> str:
    """Give this computer's address; skip where there is none."""
    try:
        return lan_address()
    except UserError as error:
        pytest.skip(str(error))


def test_the_address_is_this_computers_own() -> None:
    """The address that is printed can be listened on, and is not the loopback one."""
    address = in_network()
    assert not address.startswith("127.")
    with socket.create_server((address, 0)):
        pass


@given(name=st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_file_name_arrives(name: str) -> None:
    """A name of any script, with quotes or line breaks in it, arrives as it is and adds no header."""
    with offering(name, b"", HERE) as offer:
        response, _ = ask(offer.url, "HEAD")
    assert file_name(response) == name
    assert response.headers["Content-Disposition"].startswith('attachment; filename="')
    assert len(response.headers.keys()) == 9


def test_the_code_is_the_address() -> None:
    """The QR code on the terminal is the address, module by module, inside four modules of white."""
    text = "http://192.168.178.100:54321/0123456789abcdefABCDEF/deck.apkg"
    halves = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    rows: list[tuple[int, ...]] = []
    for line in re.sub(r"\x1b\[[\d;]*m", "", qr(text)).splitlines():
        rows.extend(zip(*(halves[character] for character in line), strict=True))
    expected = [[int(dark) for dark in row] for row in segno.make_qr(text).matrix_iter(border=4)]
    assert [list(row) for row in rows[: len(expected)]] == expected


def test_the_code_fits_a_terminal_and_brings_its_own_colours() -> None:
    """The longest address fits 80 columns and 24 lines; black and white do not depend on the theme."""
    lines = qr("http://255.255.255.255:65535/0123456789abcdefABCDEF/deck.apkg").splitlines()
    assert len(lines) <= 22
    for line in lines:
        assert re.fullmatch(r"\x1b\[38;5;231;48;5;16m[█▀▄ ]{1,80}\x1b\[0m", line)


@pytest.mark.parametrize("reachable", ["loopback", "network"])
def test_a_browser_downloads_it(chromium: Chrome, package: Path, tmp_path: Path, reachable: str) -> None:
    """Chromium at the width of a phone opens the address and has the file under its name."""
    host = HERE if reachable == "loopback" else in_network()
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    with offering(package.name, PACKAGE, host) as offer:
        file = download_in_browser(chromium, offer.url, downloads)
        assert next(offer.takers(20), "nobody") == host
    assert (file.name, file.read_bytes()) == (package.name, PACKAGE)
