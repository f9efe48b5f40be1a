#!/usr/bin/env bash
# nginx's auth_request hands on one of two challenges of a 401, and answers 500 where the server that it asks says 429.
#
# The server behind `auth_request` answers 401 with two WWW-Authenticate lines, one for each way to sign in: the client gets the
# first only, although nginx hands on both when it proxies the same answer. And where that server has had enough and answers 429
# with Retry-After, the client gets 500: whatever is neither 2xx nor 401 nor 403 counts as an error of the server.
#
# Seen with 1.22.1, which Debian 12 has. The lines were mended in 1.23.0 (https://nginx.org/en/CHANGES); the 500 is as documented:
# https://nginx.org/en/docs/http/ngx_http_auth_request_module.html
#
# Cargo looks for a challenge of its own to say where to sign in, and others for Bearer: with two lines, one of them sees none.
# A limit of a sign-in server reads as a broken application, which clients repeat at once instead of waiting.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(nginx=1.22.1-9+deb12u11 libpcre2-8-0)
mkdir "$folder/packages" "$folder/root"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" 2>/dev/null) || setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu"
free_port() { python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'; }
proxy=$(free_port)
asked=$(free_port)
cat >"$folder/nginx.conf" <<CONF
daemon off;
master_process off;
pid nginx.pid;
error_log stderr crit;
events {}
http {
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    server {
        listen 127.0.0.1:$proxy;
        location /proxied/ { proxy_pass http://127.0.0.1:$asked; }
        location / { auth_request /.verify; }
        location = /.verify {
            internal;
            proxy_pass http://127.0.0.1:$asked;
            proxy_set_header X-Uri \$request_uri;
        }
    }
}
CONF
timeout --kill-after=10 150 "$folder/root/usr/sbin/nginx" -p "$folder" -c nginx.conf -e stderr 2>"$folder/nginx.log" &
started+=("$!")
cat >"$folder/try.py" <<'PY'
import http.client
import http.server
import sys
import threading
import time


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.headers["X-Uri"] or self.path
        self.send_response(429 if path.endswith("429") else 401)
        self.send_header("Retry-After", "1")
        self.send_header("WWW-Authenticate", "Bearer")
        self.send_header("WWW-Authenticate", 'Cargo login_url="https://id.example.org"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


proxy, asked = map(int, sys.argv[1:])
server = http.server.ThreadingHTTPServer(("127.0.0.1", asked), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()


def get(path):
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", proxy, timeout=10)
            connection.request("GET", path)
            return connection.getresponse()
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit("nginx does not listen")


def challenges(path):
    return len(get(path).headers.get_all("WWW-Authenticate"))


print(f"proxied {challenges('/proxied/401')} challenges, asked {challenges('/401')}; 429 became {get('/429').status}")
PY
surprise='proxied 2 challenges, asked 1; 429 became 500'
echo "version: ${packages[0]}"
echo 'expected: proxied 2 challenges, asked 2; 429 became 429'
observed=$(timeout 60 python3 "$folder/try.py" "$proxy" "$asked") || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
