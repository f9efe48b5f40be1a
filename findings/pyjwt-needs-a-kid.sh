#!/usr/bin/env bash
# PyJWT's PyJWKClient has no key for a token without `kid`, though the set has just one, and none in a set without `kid`.
#
# RFC 7515 and RFC 7517 have `kid` as optional, to choose among several. One would guess that one key of the right type is the
# key, as it is for jose. The error is 'Unable to find a signing key that matches: "None"'; and if the key in the set has no
# `kid` either, the set "did not contain any signing keys".
#
# Seen with 2.15.1 and jose 6.2.18. Not documented: https://pyjwt.readthedocs.io/en/stable/api.html#jwt.PyJWKClient
#
# A provider with a single key that leaves the name away is right, and works with what it was tried with. In Python the sign-in
# ends with an error about keys, of which there is one.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(PyJWT==2.15.1 cryptography==50.0.2 cffi==2.1.1 pycparser==3.12)
modules=(jose@6.2.18)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${modules[@]}" ||
  setup_failed "npm could not install ${modules[*]}"
cat >"$folder/try.mjs" <<'JS'
import { writeFileSync } from "node:fs";
import * as jose from "jose";

const { publicKey, privateKey } = await jose.generateKeyPair("ES256");
const key = { ...(await jose.exportJWK(publicKey)), alg: "ES256", use: "sig" };
const token = await new jose.SignJWT({ sub: "ada" }).setProtectedHeader({ alg: "ES256" }).setExpirationTime("1h").sign(privateKey);
writeFileSync("token", token);
for (const [name, set] of Object.entries({ named: { keys: [{ ...key, kid: "example" }] }, unnamed: { keys: [key] } })) {
  writeFileSync(name, JSON.stringify(set));
  const verdict = await jose.jwtVerify(token, jose.createLocalJWKSet(set)).then((result) => result.payload.sub, (error) => error.message);
  console.log(`jose, ${name} key: ${verdict}`);
}
JS
cat >"$folder/try.py" <<'PY'
import functools
import http.server
import pathlib
import threading

import jwt


class Server(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Server, directory="."))
threading.Thread(target=server.serve_forever, daemon=True).start()
token = pathlib.Path("token").read_text()
for name in ["named", "unnamed"]:
    try:
        key = jwt.PyJWKClient(f"http://127.0.0.1:{server.server_port}/{name}").get_signing_key_from_jwt(token)
        verdict = jwt.decode(token, key, ["ES256"])["sub"]
    except jwt.PyJWKClientError as error:
        verdict = error
    print(f"PyJWT, {name} key: {verdict}")
PY
surprise='jose, named key: ada; jose, unnamed key: ada; PyJWT, named key: Unable to find a signing key that matches: "None"; '
surprise+='PyJWT, unnamed key: The JWKS endpoint did not contain any signing keys'
echo "version: ${packages[0]}, ${modules[0]}"
echo 'expected: jose, named key: ada; jose, unnamed key: ada; PyJWT, named key: ada; PyJWT, unnamed key: ada'
observed=$(cd "$folder" && timeout 60 node try.mjs && PYTHONPATH="$folder/python" timeout 60 python3 try.py) || setup_failed 'the program did not end well'
observed=${observed//$'\n'/; }
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
