#!/usr/bin/env bash
# PyJWT refuses a token whose `iat` is a moment ahead of its own clock; jsonwebtoken and jose take it.
#
# `iat` says when a token was made. RFC 7519, 4.1.6, gives it for finding out a token's age and, unlike `nbf`, does not say that
# a token from the future is to be refused. PyJWT does so, with no leeway unless the caller asks for some, and whether or not
# the caller looks at `iat`. The two libraries that most Node programs use do not look at it.
#
# Seen with PyJWT 2.15.1, jsonwebtoken 9.0.3 and jose 6.2.18. That it is checked is documented, that others do not is not:
# https://pyjwt.readthedocs.io/en/stable/usage.html#issued-at-claim-iat
#
# A token is used within milliseconds of the sign-in. Where the clocks of the sign-in server and of the server behind it are a
# second apart, the first requests are refused and the same token works a moment later; in Python only.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(PyJWT==2.15.1)
modules=(jsonwebtoken@9.0.3 jose@6.2.18)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${modules[@]}" ||
  setup_failed "npm could not install ${modules[*]}"
cat >"$folder/try.py" <<'PY'
import sys
import time

import jwt

secret = "example " * 8
now = int(time.time())
token = jwt.encode({"sub": "ada", "iat": now + 3, "exp": now + 300}, secret, "HS256")
with open(sys.argv[1], "w") as file:
    file.write(token)
try:
    answer = jwt.decode(token, secret, ["HS256"])["sub"]
except jwt.InvalidTokenError as error:
    answer = type(error).__name__
print("PyJWT:", answer)
PY
cat >"$folder/try.mjs" <<'JS'
import { readFileSync } from "node:fs";
import jsonwebtoken from "jsonwebtoken";
import { jwtVerify } from "jose";

const token = readFileSync(process.argv[2], "utf8");
const secret = "example ".repeat(8);
console.log("jsonwebtoken:", jsonwebtoken.verify(token, secret).sub);
console.log("jose:", (await jwtVerify(token, new TextEncoder().encode(secret))).payload.sub);
JS
surprise='PyJWT: ImmatureSignatureError, jsonwebtoken: ada, jose: ada'
echo "version: ${packages[*]} ${modules[*]}"
echo 'expected: PyJWT: ada, jsonwebtoken: ada, jose: ada'
python=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py" "$folder/token") || setup_failed 'the Python program did not end well'
node=$(cd "$folder" && timeout 60 node try.mjs "$folder/token") || setup_failed 'the Node program did not end well'
observed="$python, ${node//$'\n'/, }"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
