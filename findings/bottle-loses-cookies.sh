#!/usr/bin/env bash
# Bottle loses the session cookie when any other cookie of the browser has JSON in it, or no name.
#
# Bottle hands the Cookie header to Python's `http.cookies`, which has a narrower grammar than what browsers send. At the first
# pair that does not match, the parser stops and what comes later is gone; a pair without "=" makes it forget what it had read
# before, too. RFC 6265 has servers expect such cookies, and one would guess that one odd cookie is skipped.
#
# Seen with Bottle 0.13.4 on Python 3.11.7. Not documented; https://github.com/python/cpython/blob/main/Lib/http/cookies.py
# (`BaseCookie.__parse_string`).
#
# Where a sign-in server shares its cookie with applications on sibling hosts, any of them may set a cookie for the whole
# domain, with consent or preferences in JSON. From then on one application sees a person who is signed in as a stranger and
# sends her to sign in, again and again, and only in the browser that visited the other one.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(bottle==0.13.4)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
cat >"$folder/try.py" <<'PY'
import bottle


def session(cookies):
    return bottle.BaseRequest({"HTTP_COOKIE": cookies}).get_cookie("session")


print(session('lang=en; session=s'), session('consent={"a":"b"}; session=s'), session("session=s; flag"))
PY
surprise='s None None'
echo "version: ${packages[0]}, $(python3 --version)"
echo 'expected: s s s'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
