#!/usr/bin/env bash
# validator's normalizeEmail makes another mailbox of a valid address: it cuts names at a hyphen for Yahoo, and moves Yandex's.
#
# The function is in most Express tutorials, between isEmail and the database. That it lowers case and drops Gmail's dots is
# what one would guess. But a Yahoo address loses what follows a hyphen: at Yahoo "base-word@" is a disposable address whose
# base is no mailbox, so the mail goes nowhere. And every Yandex domain becomes yandex.ru.
#
# Seen with 13.15.35. Documented as an option (`yahoo_remove_subaddress`, `yandex_convert_yandexru`):
# https://github.com/validatorjs/validator.js#sanitizers
#
# A sign-in server gets the changed address from such an application, and mails its link to a mailbox that the person does not
# read. Seen from there, the address is simply wrong, and the person has typed it right.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(validator@13.15.35)
timeout 300 npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "${packages[@]}" ||
  setup_failed "npm could not install ${packages[*]}"
cat >"$folder/try.mjs" <<'JS'
import validator from "validator";

const addresses = ["ada-lists@yahoo.com", "ada@yandex.com", "ada-lists@example.org"];
console.log(addresses.map((address) => validator.normalizeEmail(address)).join(" "));
JS
surprise='ada@yahoo.com ada@yandex.ru ada-lists@example.org'
echo "version: ${packages[0]}"
echo 'expected: ada-lists@yahoo.com ada@yandex.com ada-lists@example.org'
observed=$(cd "$folder" && timeout 60 node try.mjs) || setup_failed "the program did not end well"
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
