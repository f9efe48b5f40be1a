#!/usr/bin/env bash
# openid-client and Authlib write different headers for the same client and secret: one encodes even hyphens, the other nothing.
#
# RFC 6749, 2.3.1, has id and secret form-encoded before they become HTTP Basic. openid-client does so to the letter and sends
# "-" as "%2D", so that an id that is a UUID arrives changed. Authlib sends them as they are. One would guess that a hyphen
# needs no care, and that the header is the same whichever library wrote it.
#
# Seen with openid-client 6.9.0 (oauth4webapi 3.8.8) and Authlib 1.9.10. The former's documentation speaks of it:
# https://github.com/panva/oauth4webapi/blob/main/docs/functions/ClientSecretBasic.md
#
# A server that decodes breaks a secret with "%" or "+" of the second, a server that does not breaks every UUID of the first.
# Ids and secrets of letters and digits alone are the same in both.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(Authlib==1.9.10 joserfc==1.8.0 cryptography==50.0.2 cffi==2.1.1 pycparser==3.12 typing_extensions==4.16.0
  requests==2.34.2 urllib3==2.8.0 idna==3.20 certifi==2026.10.19.post1 charset-normalizer==3.5.3)
modules=(openid-client@6.9.0 oauth4webapi@3.8.8 jose@6.2.18)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${modules[@]}" ||
  setup_failed "npm could not install ${modules[*]}"
cat >"$folder/try.mjs" <<'JS'
import * as client from "openid-client";

const issuer = process.argv[2];
const basic = client.ClientSecretBasic("5%_a+b");
const configuration = new client.Configuration({ issuer, token_endpoint: `${issuer}/token` }, "example-1", undefined, basic);
client.allowInsecureRequests(configuration);
await client.clientCredentialsGrant(configuration);
JS
cat >"$folder/try.py" <<'PY'
import base64
import http.server
import json
import subprocess
import threading

from authlib.integrations.requests_client import OAuth2Session

seen = []


class Server(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        seen.append(base64.b64decode(self.headers["Authorization"].split(" ")[1]).decode())
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"access_token": "example", "token_type": "Bearer"}).encode())

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
issuer = f"http://127.0.0.1:{server.server_port}"
OAuth2Session("example-1", "5%_a+b").fetch_token(f"{issuer}/token", grant_type="client_credentials")
subprocess.run(["node", "try.mjs", issuer], timeout=30, check=True)
print(f"Authlib {seen[0]} | openid-client {seen[1]}")
PY
surprise='Authlib example-1:5%_a+b | openid-client example%2D1:5%25%5Fa%2Bb'
echo "version: ${packages[0]} ${modules[0]}"
echo 'expected: Authlib example-1:5%25_a%2Bb | openid-client example-1:5%25_a%2Bb'
observed=$(cd "$folder" && PYTHONPATH="$folder/python" timeout 60 python3 try.py) || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
