#!/usr/bin/env bash
# email-validator refuses addresses under home.arpa, the domain reserved for home networks, and takes those under .lan and .internal.
#
# RFC 8375 reserved home.arpa so that home networks have a name that is no mistake. The library, with which pydantic and so
# FastAPI checks `EmailStr`, calls it a special-use name that cannot be used with mail, even when it was told not to look at
# DNS; the names that people made up instead go through.
#
# Seen with 2.4.0. The list is documented as "special-use domain names", its consequence for home.arpa is not:
# https://github.com/JoshData/python-email-validator#advanced-usage
#
# Whoever follows the advice to move a self-hosted server from .lan to home.arpa finds that sign-in by mail stops working in
# the applications behind it, while the sign-in server and the mail server take the address.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(email-validator==2.4.0 dnspython==2.9.2 idna==3.20)
timeout 300 python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$folder/python" \
  "${packages[@]}" || setup_failed "pip could not install ${packages[*]}"
cat >"$folder/try.py" <<'PY'
from email_validator import EmailNotValidError, validate_email


def taken(address):
    try:
        return bool(validate_email(address, check_deliverability=False))
    except EmailNotValidError:
        return False


print(" ".join(f"{host}={taken('ada@' + host)}" for host in ["mail.home.arpa", "mail.lan", "mail.internal"]))
PY
surprise='mail.home.arpa=False mail.lan=True mail.internal=True'
echo "version: ${packages[0]}"
echo 'expected: mail.home.arpa=True mail.lan=True mail.internal=True'
observed=$(PYTHONPATH="$folder/python" timeout 60 python3 "$folder/try.py") || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
