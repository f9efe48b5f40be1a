#!/usr/bin/env bash
# Links and ELinks answer a form that leads back to its page with the page as it was, without asking for it.
#
# A page with `Cache-Control: no-store` has a form; the server answers the POST with 303 and the page's own address. One would
# guess that the browser asks for the page again, since it was told not to keep it (RFC 9111, 5.2.2.5), as w3m and Lynx do. Links
# and ELinks show the one that they have. ELinks asks again where the page has `Cache-Control: no-cache` or `Pragma: no-cache`;
# Links does not for any header that was tried (those two, `max-age=0` and `Expires`).
#
# Seen with Links 2.28 and ELinks 0.13.2 of Debian 12. Not documented.
#
# Whoever ends a session there still sees it in the list. Redirects of a sign-in page need an address that was not shown before.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(links=2.28-1+b2 elinks=0.13.2-1+b4 elinks-data=0.13.2-1)
libraries=(libbrotli1 libevent-2.1-7 libgpm2 liblz1 libev4 libfsplib0 libidn12 liblua5.1-0 libtre5 libperl5.36 libexpat1 libgcrypt20
  libgpg-error0 libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0 libcom-err2 libkeyutils1 libgnutls30)
mkdir "$folder/packages" "$folder/root" "$folder/home"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" "${libraries[@]}" 2>/dev/null) ||
  setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu"
# Without settings of his own, both greet the person first.
mkdir "$folder/home/.links" "$folder/home/.links2" "$folder/home/.elinks"
touch "$folder/home/.links/links.cfg" "$folder/home/.links2/links.cfg"
echo 'set document.browse.forms.confirm_submit = 0' >"$folder/home/.elinks/elinks.conf"
cat >"$folder/try.py" <<'PY'
import fcntl, http.server, os, pty, struct, subprocess, sys, termios, threading, time

folder = sys.argv[1]
PAGE = b'<!doctype html><title>P</title><form method="post" action="/"><button name="end" value="one">End</button></form>'
asked, drawn = [], []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        asked.append("GET")
        self.answer(200, [("Content-Type", "text/html"), *caching], PAGE)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        asked.append("POST")
        self.answer(303, [("Location", "/"), *caching], b"")

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def watch(terminal):
    try:
        while part := os.read(terminal, 65536):
            drawn.append(time.monotonic())
    except OSError:
        pass


def quiet():
    """Until something was drawn, and nothing more for a second."""
    end = time.monotonic() + 20
    while not drawn or time.monotonic() - drawn[-1] < 1:
        if time.monotonic() > end:
            sys.exit("the browser does not come to rest")
        time.sleep(0.05)


def press(program):
    asked.clear()
    drawn.clear()
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    environment = os.environ | {"HOME": f"{folder}/home", "TERM": "xterm", "LANG": "C.UTF-8"}
    command = [f"{folder}/root/usr/bin/{program}", *(["-no-connect", "1"] if program == "elinks" else [])]
    child = subprocess.Popen([*command, f"http://127.0.0.1:{server.server_port}/"], stdin=end, stdout=end, stderr=end,
                             env=environment, start_new_session=True)
    os.close(end)
    threading.Thread(target=watch, args=(terminal,), daemon=True).start()
    quiet()
    os.write(terminal, b"\r")
    drawn.append(time.monotonic())
    quiet()
    child.kill()
    child.wait()
    return " ".join(asked)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
seen = []
for words in ["no-store", "no-store, no-cache"]:
    caching = [("Cache-Control", words)]
    seen.append(f"{words}: " + ", ".join(f"{program} {press(program)}" for program in ["links", "elinks"]))
print("; ".join(seen))
PY
surprise='no-store: links GET POST, elinks GET POST; no-store, no-cache: links GET POST, elinks GET POST GET'
echo "version: ${packages[*]}"
echo 'expected: no-store: links GET POST GET, elinks GET POST GET; no-store, no-cache: links GET POST GET, elinks GET POST GET'
observed=$(timeout --kill-after=10 120 python3 "$folder/try.py" "$folder") || setup_failed 'the browsers did not run'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
