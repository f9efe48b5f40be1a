"""What stands between a browser and Doorpost: it ends TLS where there is some, and writes down what was asked and answered."""

import http.client
import http.server
import ssl
import threading
import urllib.parse

from ground import run

# Of the connection between browser and relay alone (RFC 9110 section 7.6.1).
HOP = {"connection", "keep-alive", "transfer-encoding", "proxy-connection", "upgrade", "te", "trailer"}
# Where everybody is, and somebody who is not there (addresses of documentation, RFC 5737).
HOME, ELSEWHERE = "192.0.2.7", "203.0.113.9"


class Exchange:
    """A request and its answer."""

    def __init__(self, host, method, path, headers, body):
        self.host, self.method, self.path, self.headers, self.body = host, method, path, headers, body
        self.status, self.answer, self.location, self.cookies = None, "", "", []

    @property
    def place(self):
        """The path without its query."""
        return self.path.split("?")[0]

    def __str__(self):
        return f"{self.method} {self.path} {self.status} with {self.body[:200]!r}"


class Relay(http.server.ThreadingHTTPServer):
    """Leads to a node, and shows pages of another site at any other host name."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, certificate=None):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port = self.server_address[1]
        self.exchanges, self.pages, self.host, self.node = [], {}, None, None
        # The address that a browser seems to have, as a trusted proxy tells it.
        self.seems = HOME
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            # Each connection shakes hands in a thread of its own.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """Browsers break connections off."""

    def since(self, mark):
        return self.exchanges[mark:]

    def last_page(self):
        """The page that the browser shows."""
        for exchange in reversed(self.exchanges):
            if exchange.answer.lstrip().lower().startswith("<!doctype html") and exchange.status != 303:
                return exchange
        return None


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def log_message(self, *_):
        """Everything is in the exchanges."""

    def _relay(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        host = (self.headers.get("Host") or "").split(":")[0]
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        exchange = Exchange(host, self.command, self.path, headers, body.decode(errors="replace"))
        self.server.exchanges.append(exchange)
        if host != self.server.host:
            return self._foreign(exchange)
        headers["X-Forwarded-For"] = self.server.seems
        # A script of ours could read compressed pages, the record below could not.
        headers.pop("Accept-Encoding", None)
        connection = http.client.HTTPConnection("127.0.0.1", self.server.node.port, timeout=90)
        try:
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        exchange.cookies = answer.headers.get_all("Set-Cookie") or []
        exchange.location = answer.headers.get("Location") or ""
        self._answer(exchange, answer.status, answer.headers.items(), content)

    def _foreign(self, exchange):
        page = self.server.pages.get(urllib.parse.urlsplit(self.path).path)
        status, page = (200, page) if page else (404, "")
        self._answer(exchange, status, [("Content-Type", "text/html; charset=utf-8")], page.encode())

    def _answer(self, exchange, status, headers, content):
        exchange.answer = content.decode(errors="replace") if len(content) < 300_000 else ""
        exchange.status = status
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP | {"content-length"}:
                self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_OPTIONS = do_HEAD = do_DELETE = do_PATCH = _relay


def certificate(folder, names):
    """A certificate for these names that is its own authority: the files of both and of the key."""
    key, made = folder / "key.pem", folder / "certificate.pem"
    alternatives = ",".join(f"DNS:{name}" for name in names)
    run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={names[0]}", "-addext",
         f"subjectAltName={alternatives}", "-keyout", str(key), "-out", str(made)])
    return str(made), str(key)
