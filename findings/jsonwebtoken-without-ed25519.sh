#!/usr/bin/env bash
# jsonwebtoken, the JWT library that most Node programs use, cannot verify Ed25519: "invalid algorithm".
#
# The token is signed as RFC 8037 says (`EdDSA`), and Node itself has known such keys since version 12. The library picks the
# algorithms by the kind of key and knows RSA and EC keys only; asked for `EdDSA` by name it says "Unknown key type", which
# reads as if the key were broken. jose verifies the same token with the same key.
#
# Seen with 9.0.3. Documented by absence, in the table of algorithms: https://github.com/auth0/node-jsonwebtoken#algorithms-supported
#
# EdDSA is the obvious choice of a sign-in server today. Its Node users need another library, or tokens signed with ES256.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(jsonwebtoken@9.0.3 jose@6.2.18)
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${packages[@]}" ||
  setup_failed "npm could not install ${packages[*]}"
cat >"$folder/try.mjs" <<'JS'
import { generateKeyPairSync } from "node:crypto";
import { SignJWT, jwtVerify } from "jose";
import jsonwebtoken from "jsonwebtoken";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const token = await new SignJWT({ sub: "ada" }).setProtectedHeader({ alg: "EdDSA" }).setExpirationTime("5m").sign(privateKey);
const verify = (options) => {
  try {
    return jsonwebtoken.verify(token, publicKey, options).sub;
  } catch (error) {
    return error.message;
  }
};
console.log([(await jwtVerify(token, publicKey)).payload.sub, verify(), verify({ algorithms: ["EdDSA"] })].join(" | "));
JS
surprise='ada | invalid algorithm | Unknown key type "ed25519".'
echo "version: ${packages[*]}, Node $(node --version)"
echo 'expected: ada | ada | ada'
observed=$(cd "$folder" && timeout 60 node try.mjs) || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
