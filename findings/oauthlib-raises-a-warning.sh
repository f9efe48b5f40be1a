#!/usr/bin/env bash
# oauthlib raises a `Warning` as an exception, and drops the token, when fewer scopes were granted than asked for.
#
# RFC 6749, 3.3, lets a server grant less, and has it say so in `scope`. The client asked for two scopes, the answer is a good
# token with one. One would guess a token whose scope can be looked at; what comes is an exception of the class `Warning`,
# which `except OAuth2Error` does not catch. An environment variable (OAUTHLIB_RELAX_TOKEN_SCOPE) turns it off.
#
# Seen with 4.0.1. The variable is documented only in the changelog and in issues:
# https://github.com/oauthlib/oauthlib/blob/master/oauthlib/oauth2/rfc6749/parameters.py (validate_token_parameters)
#
# A sign-in server that leaves out a scope the account cannot have, or adds one that is always there, breaks these clients
# after the code was spent: the user has approved, and the next try needs a new approval.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(oauthlib==4.0.1)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
cat >"$folder/try.py" <<'PY'
import json

from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

answer = {"access_token": "example", "token_type": "Bearer", "expires_in": 300, "scope": "openid"}
try:
    token = WebApplicationClient("example").parse_request_body_response(json.dumps(answer), scope=["openid", "email"])
    print("token for", token["scope"])
except OAuth2Error as error:
    print("OAuth2Error:", error)
except Warning as error:
    print("Warning:", error)
PY
surprise='Warning: Scope has changed from "email openid" to "openid".'
echo "version: ${packages[0]}"
echo 'expected: token for openid'
observed=$(unset OAUTHLIB_RELAX_TOKEN_SCOPE && PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") ||
  setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
