#!/usr/bin/env bash
# requests replaces an Authorization header that the caller wrote by the password that .netrc has for the host.
#
# A program that sends a session as "Authorization: Bearer" sends "Authorization: Basic" instead as soon as whoever runs it has
# an entry for that host in .netrc, which Git, curl and CI systems put there. One would guess that the header that was written
# out for this one request wins over a file.
#
# Seen with 2.34.2. Documented in passing, among the ways to set headers:
# https://requests.readthedocs.io/en/latest/user/quickstart/#custom-headers
#
# To a sign-in server this is a good session that arrives as bad credentials, from one machine and not from another. It counts
# as a failed try of that address, and the password for something else stands in the request.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(requests==2.34.2 urllib3==2.8.0 idna==3.20 certifi==2026.10.19.post1 charset-normalizer==3.5.3)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
printf 'machine 127.0.0.1 login ada password example\n' >"$folder/netrc"
cat >"$folder/try.py" <<'PY'
import http.server
import threading

import requests

seen = []


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        seen.append(self.headers["Authorization"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
requests.get(f"http://127.0.0.1:{server.server_port}/", headers={"Authorization": "Bearer example"}, timeout=10)
print(seen[0])
PY
surprise='Basic YWRhOmV4YW1wbGU='
echo "version: ${packages[0]}"
echo 'expected: Bearer example'
observed=$(NETRC="$folder/netrc" PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
