"""Hands one package to a phone: a web server of one file, at an address that nobody can guess."""

from __future__ import annotations

import errno
import os
import queue
import re
import secrets
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Thread
from typing import Any
from urllib.parse import quote

from recto.diagnostics import UserError
from recto.values import frozen

_CONTENT_TYPE = "application/apkg"
"""What AnkiWeb calls its shared decks, and AnkiDroid's manifest asks for (2.10 and later)."""
_SECRET_BYTES = 16
"""128 bits, beyond guessing; with them the address fits a QR code of 33 modules, and that fits a terminal."""
_PATIENCE = 120
"""Seconds without a byte before a connection is given up: a phone may be asking its owner whether to download."""
_POLL = 0.1
"""Seconds until the server sees that it shall end."""
_ELSEWHERE = ("198.51.100.1", 9)
"""An address set aside for documentation (RFC 5737): beyond every local network."""
_ANY_PORT = "leave --port out and a free one is found"
_ANY_ADDRESS = "leave --bind out and this computer's address is found"
_REASONS = {
    errno.EADDRINUSE: ("port {port} is taken", _ANY_PORT),
    errno.EACCES: ("port {port} is for the system's own services", _ANY_PORT),
    errno.EADDRNOTAVAIL: ("this computer does not have the address {host}", _ANY_ADDRESS),
}


@frozen
class Offer:
    """A package that can be fetched as long as its server runs."""

    url: str
    """Where it can be fetched."""
    _takers: queue.SimpleQueue[str]

    def takers(self, seconds: float) -> Iterator[str]:
        """Yield the address of everyone who has fetched the whole package, as it happens, until time is up."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                taker = self._takers.get(timeout=min(left, 0.5))  # Windows hears Ctrl-C between waits only
            except queue.Empty:
                continue
            yield taker


def lan_address() -> str:
    """Return this computer's address in the network that it reaches others by; raises UserError if there is none.

    To connect a UDP socket only chooses the way: no packet is sent.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError as error:
            raise UserError(
                "this computer is in no network",
                hint="join the network that the phone is in, or name this computer's address with --bind",
            ) from error
        address: str = probe.getsockname()[0]
    return address


@contextmanager
def offering(name: str, content: bytes, host: str, port: int = 0) -> Iterator[Offer]:
    """Serve a package, under its file's name, at an address of this computer for as long as the context lasts.

    Without a port, a free one is taken.  Raises UserError if the address or the port cannot be had.
    """
    path = f"/{secrets.token_urlsafe(_SECRET_BYTES)}/deck.apkg"
    try:
        server = _Server((host, port), path, name, content)
    except OSError as error:
        unforeseen = (f"cannot listen on {{host}}: {error}", _ANY_ADDRESS)
        reason, hint = _REASONS.get(error.errno or 0, unforeseen)
        raise UserError(reason.format(host=host, port=port), hint=hint) from error
    with server:
        Thread(target=server.serve_forever, args=(_POLL,), daemon=True).start()
        try:
            yield Offer(f"http://{host}:{server.server_address[1]}{path}", server.takers)
        finally:
            server.shutdown()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would share a port that is taken

    def __init__(self, address: tuple[str, int], path: str, name: str, content: bytes) -> None:
        self.path = path
        self.headers = _headers(name, len(content))
        self.content = content
        self.takers: queue.SimpleQueue[str] = queue.SimpleQueue()
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let go of those who hang up; any other fault is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD of the one path; a connection carries one request."""

    server: _Server
    server_version = "recto"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE

    def do_GET(self) -> None:
        """Send the package; whoever reads all of it is reported."""
        if self._found():
            self.wfile.write(self.server.content)
            if self._arrived():
                self.server.takers.put(self.client_address[0])

    def do_HEAD(self) -> None:
        """Send what is known about the package."""
        self._found()

    def do_POST(self) -> None:
        """Refuse: there is nothing here but to read."""
        if self.path == self.server.path:
            self._answer(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD", "Content-Length": "0"})
        else:
            self._answer(HTTPStatus.NOT_FOUND, {"Content-Length": "0"})

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST  # noqa: N815  # the names that http.server calls

    def log_message(self, *_message: object) -> None:
        """Say nothing."""

    def _found(self) -> bool:
        """Begin the answer; tell whether the package was asked for."""
        if self.path == self.server.path:
            self._answer(HTTPStatus.OK, self.server.headers)
            return True
        self._answer(HTTPStatus.NOT_FOUND, {"Content-Length": "0"})
        return False

    def _answer(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def _arrived(self) -> bool:
        """Tell whether all that was sent has been read: the other side then closes, and otherwise resets."""
        try:
            self.connection.shutdown(socket.SHUT_WR)
            while self.connection.recv(1024):
                pass
        except OSError:
            return False
        return True


def _headers(name: str, size: int) -> dict[str, str]:
    """Describe a package; RFC 6266 has a plain name for those who do not read the true one."""
    plain = re.sub(r"[^\w .()-]", "_", name, flags=re.ASCII)
    true = quote(os.fsencode(name), safe="")
    return {
        "Content-Type": _CONTENT_TYPE,
        "Content-Length": str(size),
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{true}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "none",
    }
