"""A web server on the loopback interface, for the pages, the collection's media and the reviewer's files."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit


@contextmanager
def serving(pages: Mapping[str, bytes], folders: Mapping[str, Path]) -> Iterator[str]:
    """Serve pages by their path, and the files of folders by the path's beginning; give the server's address.

    Of the folders whose beginning fits, the first one answers.  What is not there is "404 Not Found".
    """

    def content(path: str) -> bytes | None:
        if path in pages:
            return pages[path]
        for beginning, folder in folders.items():
            if path.startswith(beginning):
                file = folder / path.removeprefix(beginning)
                return file.read_bytes() if file.is_file() else None
        return None

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            body = content(path)
            self.send_response(HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK)
            self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "application/octet-stream")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_message: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
