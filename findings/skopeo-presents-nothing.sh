#!/usr/bin/env bash
# skopeo sends an empty user name and password, `Authorization: Basic Og==`, when it has no credentials and Basic comes first.
#
# The registry answers 401 with two challenges, Basic and Bearer, as it may (RFC 9110, 11.6.1). skopeo takes the first that it
# knows, in the order of the lines. It has nothing to say for Basic; one would guess that it goes on to Bearer, where an
# anonymous token can be had, or gives up. It asks again as the user "" with the password "". With the lines the other way round
# it fetches the token.
#
# Seen with 1.9.3. Not documented; https://github.com/containers/image/blob/main/docker/docker_client.go (setupRequestAuth).
#
# To a sign-in server in front of a registry, whoever pulls without an account presents bad credentials: a failed try of that
# address, each time. The order of two header lines decides it, and a proxy may change that.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(skopeo=1.9.3+ds1-1+b10 libgpgme11 libassuan0 libdevmapper1.02.1)
mkdir "$folder/packages" "$folder/root"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" 2>/dev/null) || setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu"
cat >"$folder/try.py" <<'PY'
import http.server
import subprocess
import sys
import threading

seen = []


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        seen.append((self.path.split("?")[0], self.headers["Authorization"]))
        challenges = ['Basic realm="example"', f'Bearer realm="http://127.0.0.1:{self.server.server_port}/token",service="example"']
        self.send_response(401)
        for challenge in challenges if basic_first else reversed(challenges):
            self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
image = f"docker://127.0.0.1:{server.server_port}/example/image"
command = [sys.argv[1], "inspect", "--tls-verify=false", "--authfile", sys.argv[2], image]
for basic_first in [True, False]:
    subprocess.run(command, stderr=subprocess.DEVNULL, timeout=30)
print(" ".join(f"{path}:{authorization}" for path, authorization in seen if path != "/v2/"))
PY
echo '{}' >"$folder/auth.json"
surprise='/v2/example/image/manifests/latest:Basic Og== /token:None'
echo "version: ${packages[0]}"
echo 'expected: /token:None /token:None'
observed=$(HOME="$folder" timeout 90 python3 "$folder/try.py" "$folder/root/usr/bin/skopeo" "$folder/auth.json") ||
  setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
