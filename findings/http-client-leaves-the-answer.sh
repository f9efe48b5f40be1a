#!/usr/bin/env bash
# Python's http.client raises BrokenPipeError where the server's answer has arrived, and leaves it unread.
#
# The server answers 401 from the head of a large request, ends its side of the connection, reads nothing of the body, and
# closes a second later. http.client looks for an answer only after it has sent all: it raises, although the answer has been
# there since the first packet, and a getresponse() after the exception hands it out whole. urllib.request does the same, and
# cannot be asked again. requests, on top of the same module, delivers the 401.
#
# Seen with Python 3.11.7 and requests 2.34.2. Not in https://docs.python.org/3/library/http.client.html; RFC 9112, 9.5, has a
# client watch for an answer while it sends.
#
# An expired token at an upload reads as a broken network: the program retries what it should have signed in for.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(requests==2.34.2 urllib3==2.8.0 certifi==2026.10.19.post1 charset-normalizer==3.5.3 idna==3.20)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
cat >"$folder/try.py" <<'PY'
import http.client
import socket
import threading
import time
import urllib.request

import requests

BODY = b"x" * 16_000_000
ANSWER = b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error="invalid_token"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
listener = socket.create_server(("127.0.0.1", 0))


def answer(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(1024)
    connection.sendall(ANSWER)
    connection.shutdown(socket.SHUT_WR)
    time.sleep(1)
    connection.close()


def serve():
    while True:
        threading.Thread(target=answer, args=listener.accept()[:1], daemon=True).start()


threading.Thread(target=serve, daemon=True).start()
address = "127.0.0.1:{}".format(listener.getsockname()[1])
connection = http.client.HTTPConnection(address, timeout=20)
try:
    connection.request("POST", "/", BODY)
    first = "sent"
except OSError:
    first = "OSError"
print(f"http.client: {first}, then {connection.getresponse().status}", end="; ")
try:
    urllib.request.urlopen(f"http://{address}/", BODY, timeout=20)
except urllib.error.HTTPError as error:
    print(f"urllib: {error.code}", end="; ")
except urllib.error.URLError:
    print("urllib: URLError", end="; ")
print("requests:", requests.post(f"http://{address}/", BODY, timeout=20).status_code)
PY
surprise='http.client: OSError, then 401; urllib: URLError; requests: 401'
echo "version: $(python3 --version), ${packages[0]}"
echo 'expected: http.client: sent, then 401; urllib: 401; requests: 401'
observed=$(PYTHONPATH="$folder/python" timeout 60 env -u http_proxy -u HTTP_PROXY -u all_proxy -u ALL_PROXY python3 "$folder/try.py") ||
  setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
