#!/usr/bin/env bash
# urllib3 asks again by itself, and sleeps meanwhile, when a 429 has Retry-After, although its list of statuses to retry is empty.
#
# `PoolManager().request("GET", …)` of an answer 429 with "Retry-After: 1" takes three seconds and sends four requests before the
# caller sees the 429. `Retry.status_forcelist` is empty, so one would guess that no status is retried; 413, 429 and 503 are
# retried all the same when they say how long to wait. requests, which is built on it, hands out the first 429 at once.
#
# Seen with 2.8.0. `respect_retry_after_header` is documented, but not that it works beside an empty list:
# https://urllib3.readthedocs.io/en/stable/reference/urllib3.util.html#urllib3.util.Retry
#
# A sign-in server sees each poll or check beyond a limit four times, and a program whose thread sleeps as long as the server
# says: its author, who has no loop and no pause in the code, looks for the delay in the server.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(urllib3==2.8.0)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
cat >"$folder/try.py" <<'PY'
import http.server
import threading

import urllib3

seen = []


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        seen.append(self.path)
        self.send_response(429)
        self.send_header("Retry-After", "1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
assert not urllib3.Retry.DEFAULT.status_forcelist
answer = urllib3.PoolManager().request("GET", f"http://127.0.0.1:{server.server_port}/", timeout=10)
print(f"{answer.status} after {len(seen)} requests")
PY
surprise='429 after 4 requests'
echo "version: ${packages[0]}"
echo 'expected: 429 after 1 requests'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
