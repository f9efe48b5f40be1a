#!/usr/bin/env bash
# rspamd counts it against a mail in text and HTML that its links are odd in number: with one link more it is judged better.
#
# A mail with a link in its text and a button in its HTML has two, and no points. "The button does not work? Copy this address"
# below the button makes them three, and 1.0 is added for that; a second line of the kind, and it is gone again. One would guess
# that what counts is where links lead to. The rule (URI_COUNT_ODD) is for mail that hides links in one of its parts.
#
# Seen with 3.4. Not in the documentation; the rule is in https://github.com/rspamd/rspamd/blob/master/rules/misc.lua
#
# Mails with sign-in links have few links, and each part of a template changes their parity. Whoever adds the help line, or
# takes it away, sees the points of the mail jump and looks for the reason in the words.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(rspamd=3.4-1 libhyperscan5 libicu72 libluajit-5.1-2 libluajit-5.1-common libpcre2-8-0 libsodium23 libsqlite3-0 libunwind8
  libglib2.0-0)
mkdir "$folder/packages" "$folder/root"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" 2>/dev/null) || setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/rspamd:$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu"
port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
share="$folder/root/usr/share/rspamd"
mkdir -p "$folder/conf/local.d" "$folder/conf/override.d" "$folder/run"
# What would ask the network stays out, and what compiles patterns in the background.
for module in rbl asn spf dkim arc dmarc fuzzy_check dkim_signing mx_check hfilter; do
  echo 'enabled = false;' >"$folder/conf/local.d/$module.conf"
done
for worker in controller proxy fuzzy; do
  echo 'enabled = false; count = -1;' >"$folder/conf/override.d/worker-$worker.inc"
done
echo "bind_socket = \"127.0.0.1:$port\"; count = 1;" >"$folder/conf/override.d/worker-normal.inc"
echo "lang_detection { languages = \"$share/languages\"; }" >"$folder/conf/rspamd.conf.local"
cat >"$folder/conf/override.d/options.inc" <<INC
dns { nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 1; }
filters = "chartable,regexp";
disable_hyperscan = true;
INC
variables=("CONFDIR=$folder/root/etc/rspamd" "LOCAL_CONFDIR=$folder/conf" "SHAREDIR=$share" "RULESDIR=$share/rules"
  "PLUGINSDIR=$share/plugins" "LUALIBDIR=$share/lualib" "WWWDIR=$share/www" "DBDIR=$folder/run" "RUNDIR=$folder/run" "LOGDIR=$folder/run")
timeout --kill-after=10 150 "$folder/root/usr/bin/rspamd" -f --insecure -c "$folder/root/etc/rspamd/rspamd.conf" \
  "${variables[@]/#/--var=}" >"$folder/rspamd.log" 2>&1 &
started+=("$!")
cat >"$folder/try.py" <<'PY'
import email.message
import email.utils
import json
import sys
import time
import urllib.error
import urllib.request

LINK = "https://id.example.org/link/example"
HELP = f'<p>The button does not work? Copy this address: <a href="{LINK}">{LINK}</a></p>'


def mail(helps):
    message = email.message.EmailMessage()
    message["From"] = "Ada <no-reply@example.org>"
    message["To"] = "ada@example.net"
    message["Subject"] = "Is this you signing in?"
    message["Date"] = email.utils.formatdate()
    message["Message-ID"] = "<example@example.org>"
    message.set_content(f"To sign in, open this link:\n\n{LINK}\n")
    html = f'<!doctype html><html><body><p><a href="{LINK}">Sign in</a></p>{HELP * helps}</body></html>'
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


def judged(source):
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/checkv2", source, timeout=30) as answer:
                return json.load(answer)["symbols"].get("URI_COUNT_ODD", {"score": 0})["score"]
        except urllib.error.URLError:
            time.sleep(0.1)
    raise SystemExit("rspamd does not answer")


print(", ".join(f"{2 + helps} links: {judged(mail(helps))}" for helps in range(3)))
PY
surprise='2 links: 0, 3 links: 1.0, 4 links: 0'
echo "version: ${packages[0]}"
echo 'expected: 2 links: 0, 3 links: 0, 4 links: 0'
observed=$(timeout 120 python3 "$folder/try.py" "$port") || {
  cat "$folder/rspamd.log" >&2
  setup_failed 'the program did not end well'
}
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
