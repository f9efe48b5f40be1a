#!/usr/bin/env bash
# python-jose refuses a sound ID token with `at_hash` unless it is handed the access token as well.
#
# OpenID Connect Core, 3.1.3.6, has `at_hash` as an optional claim in the code flow, and 3.1.3.8 lets a client check it. One
# would guess that a decoder leaves a claim alone that it was given nothing to compare with, as PyJWT does. It raises
# JWTClaimsError: "No access_token provided to compare against at_hash claim."
#
# Seen with 3.5.0. Documented for the argument `access_token`, not as something that a token can ask for:
# https://python-jose.readthedocs.io/en/latest/jwt/api.html
#
# A provider that adds the claim, as it may at any time, ends the sign-in of applications that never asked for it. The token is
# sound, and the other libraries of the same provider's clients go on.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(python-jose==3.5.0 ecdsa==0.19.1 rsa==4.9.1 pyasn1==0.6.1 six==1.17.0 PyJWT==2.15.1)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
cat >"$folder/try.py" <<'PY'
import time

import jose.exceptions
import jose.jwt
import jwt

key = "example" * 8
now = int(time.time())
claims = {"iss": "https://id.example.org", "sub": "ada", "aud": "example", "iat": now, "exp": now + 60, "at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}
token = jwt.encode(claims, key, "HS256")
print("PyJWT:", jwt.decode(token, key, ["HS256"], audience="example", issuer=claims["iss"])["sub"], end=", ")
try:
    print("python-jose:", jose.jwt.decode(token, key, ["HS256"], audience="example", issuer=claims["iss"])["sub"])
except jose.exceptions.JWTClaimsError as error:
    print("python-jose:", error)
PY
surprise='PyJWT: ada, python-jose: No access_token provided to compare against at_hash claim.'
echo "version: ${packages[0]}"
echo 'expected: PyJWT: ada, python-jose: ada'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed 'the program did not end well'
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
