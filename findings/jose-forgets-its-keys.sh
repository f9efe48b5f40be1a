#!/usr/bin/env bash
# jose refuses sound tokens when the keys that it has are ten minutes old and their server does not answer.
#
# `createRemoteJWKSet` fetches the keys again once `cacheMaxAge` has passed. One would guess that a 503 then leaves it with what
# it has, since a key is none the worse for that, and that the next token tries again. Each token is refused until the server
# answers, with "Expected 200 OK from the JSON Web Key Set HTTP response".
#
# Seen with 6.2.18 (here with a maximum age of one second). The option is documented, what happens after it is not:
# https://github.com/panva/jose/blob/main/docs/jwks/remote/interfaces/RemoteJWKSetOptions.md
#
# Signed tokens are there so that applications need no sign-in server for each request. One that is restarted takes them all
# down with it: those whose ten minutes are over just then.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(jose@6.2.18)
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${packages[@]}" ||
  setup_failed "npm could not install ${packages[*]}"
cat >"$folder/try.mjs" <<'JS'
import { createServer } from "node:http";
import * as jose from "jose";

const { publicKey, privateKey } = await jose.generateKeyPair("ES256");
const body = JSON.stringify({ keys: [{ ...(await jose.exportJWK(publicKey)), kid: "example", alg: "ES256", use: "sig" }] });
let up = true;
const server = createServer((request, answer) => {
  if (up) {
    answer.setHeader("content-type", "application/json");
    answer.end(body);
  } else {
    answer.writeHead(503, { "retry-after": "1" }).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const keys = jose.createRemoteJWKSet(new URL(`http://127.0.0.1:${server.address().port}/`), { cacheMaxAge: 1000 });
const token = await new jose.SignJWT({}).setProtectedHeader({ alg: "ES256", kid: "example" }).setExpirationTime("1h").sign(privateKey);
const verify = () => jose.jwtVerify(token, keys).then(() => "taken", (error) => error.message);
const before = await verify();
up = false;
await new Promise((resolve) => setTimeout(resolve, 2000));
const without = [await verify(), await verify()];
up = true;
console.log(`${before}; ${new Set(without).size === 1 ? without[0] : without}; ${await verify()}`);
process.exit(0);
JS
surprise='taken; Expected 200 OK from the JSON Web Key Set HTTP response; taken'
echo "version: ${packages[0]}"
echo 'expected: taken; taken; taken'
observed=$(cd "$folder" && timeout 60 node try.mjs) || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
