#!/usr/bin/env bash
# Lynx takes `SameSite=Lax` for a second cookie, and gives that one the path and the lifetime that follow.
#
# The answer at /sign-in/waiting sets `session=…; HttpOnly; SameSite=Lax; Path=/; Max-Age=600`. RFC 6265, 5.2, has a client pass
# over an attribute that it does not know, and the order of attributes means nothing (most libraries write this one). One would
# guess that the cookie comes with every request to the host. With Lynx it comes only below /sign-in, as if it had no Path, and
# elsewhere comes a cookie named SameSite. With `SameSite` behind the rest, the path is the cookie's own.
#
# Seen with 2.9.0dev.12 of Debian 12. Not documented.
#
# Somebody signs in on a page in a folder, and is signed in nowhere else; and what `Max-Age=0` takes away stays.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(lynx=2.9.0dev.12-1 lynx-common=2.9.0dev.12-1)
mkdir "$folder/packages" "$folder/root" "$folder/home"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" libncursesw6 libbsd0 libmd0 2>/dev/null) ||
  setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu"
cat >"$folder/try.py" <<'PY'
import http.server, os, subprocess, sys, threading

folder = sys.argv[1]
sent = {}


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/sign-in/waiting":
            self.send_response(303)
            self.send_header("Location", "/account")
            self.send_header("Set-Cookie", f"session=example; {attributes}")
        else:
            sent[attributes] = self.headers.get("Cookie", "nothing")
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
shares = f"{folder}/root/etc/lynx"
environment = os.environ | {"HOME": f"{folder}/home", "TERM": "xterm", "LYNX_CFG": f"{shares}/lynx.cfg", "LYNX_LSS": f"{shares}/lynx.lss"}
for attributes in ["HttpOnly; SameSite=Lax; Path=/; Max-Age=600", "HttpOnly; Path=/; Max-Age=600; SameSite=Lax"]:
    command = [f"{folder}/root/usr/bin/lynx", "-accept_all_cookies", "-dump", f"http://127.0.0.1:{server.server_port}/sign-in/waiting"]
    subprocess.run(command, env=environment, capture_output=True, timeout=30)
print(" | ".join(sent.values()))
PY
surprise='SameSite=Lax | session=example'
echo "version: ${packages[*]}"
echo 'expected: session=example | session=example'
observed=$(timeout --kill-after=10 90 python3 "$folder/try.py" "$folder") || setup_failed 'the browser did not run'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
