#!/usr/bin/env bash
# oauthlib refuses the loopback redirect that RFC 8252 prescribes for native applications.
#
# A command-line program listens on http://127.0.0.1:PORT, sends the browser to sign in, and hands the URL on which the browser
# came back to the library. RFC 8252, 7.3 and 8.3, has that URL be plain http, since it never leaves the machine. oauthlib, and
# so requests-oauthlib, answers with InsecureTransportError, "OAuth 2 MUST utilize https", before it looks at the code; the one
# way is an environment variable that switches the check off for the authorization server, too.
#
# Seen with 4.0.1. That variable is documented for development, the loopback case is not:
# https://oauthlib.readthedocs.io/en/latest/oauth2/security.html
#
# Whoever writes a client for a sign-in server meets an error that reads as if the server had a wrong address.
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
from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

try:
    back = "http://127.0.0.1:8123/callback?code=example&state=example"
    print(WebApplicationClient("example").parse_request_uri_response(back, state="example")["code"])
except OAuth2Error as error:
    print(type(error).__name__)
PY
surprise='InsecureTransportError'
echo "version: ${packages[0]}"
echo 'expected: example'
observed=$(unset OAUTHLIB_INSECURE_TRANSPORT && PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") ||
  setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
