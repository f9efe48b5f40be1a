#!/usr/bin/env bash
# OpenSMTPD refuses the 101st mail of a connection as "Too many recipients", and neither RSET nor EHLO ends that.
#
# Each mail has one recipient, and the refusal comes at MAIL, before any was named. It is 452 4.5.3, which RFC 3463 has for one
# mail with too many recipients, so one would send that mail later; it is about the connection, which stays open and takes
# nothing any more. One would guess 421 and a closed connection, or an EHLO to begin anew with: RFC 5321, 4.1.4, lets a client
# repeat it, and has it clear everything; here it gets "503 Already identified".
#
# Seen with 6.8.0p2. That there is a limit is documented (`smtp limit max-mails`), the answer is not:
# https://man.openbsd.org/smtpd.conf
#
# A sign-in server that keeps its connection, as is good manners, sends nothing any more after the 100th mail, with an error
# that looks like that mail's own. Trials with some mails never see it, and whoever tries it by hand has a new one.
#
# It runs in a mount namespace of its own, for its users and its spool: this needs root.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

[ "$(id -u)" -eq 0 ] || setup_failed 'OpenSMTPD starts as root alone'
packages=(opensmtpd=6.8.0p2-4+b4 libdb5.3 libevent-2.1-7)
mkdir "$folder/packages" "$folder/root" "$folder/var"
chmod 711 "$folder"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" 2>/dev/null) || setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu"
port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
cat >"$folder/passwd" <<PASSWD
root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/bin/false
opensmtpd:x:64001:64001::/var/lib/opensmtpd/empty:/bin/false
opensmtpq:x:64002:64002::/nonexistent:/bin/false
PASSWD
cat >"$folder/group" <<GROUP
root:x:0:
mail:x:8:
nogroup:x:65534:
opensmtpd:x:64001:
opensmtpq:x:64002:
GROUP
echo 'ada: nobody' >"$folder/aliases"
cat >"$folder/smtpd.conf" <<CONF
table aliases file:$folder/aliases
listen on 127.0.0.1 port $port
action "local" maildir alias <aliases>
match for any action "local"
CONF
cat >"$folder/start" <<START
set -e
mount --bind "$folder/passwd" /etc/passwd
mount --bind "$folder/group" /etc/group
mount -t tmpfs none /var
mkdir -p /var/run /var/spool/smtpd /var/lib/opensmtpd/empty
chmod 711 /var/spool/smtpd
exec timeout --kill-after=10 150 "$folder/root/usr/sbin/smtpd" -d -f "$folder/smtpd.conf"
START
unshare --mount sh "$folder/start" >"$folder/smtpd.log" 2>&1 &
started+=("$!")
cat >"$folder/try.py" <<'PY'
import smtplib
import sys
import time

for _ in range(100):
    try:
        server = smtplib.SMTP("127.0.0.1", int(sys.argv[1]), "client.example.org", timeout=10)
        break
    except OSError:
        time.sleep(0.1)
server.ehlo()
taken = 0
while (refusal := server.mail("no-reply@example.org"))[0] == 250 and taken < 200:
    server.rcpt("ada@example.org")
    assert server.data("Subject: example\r\n\r\nexample\r\n")[0] == 250
    taken += 1
print(f"{taken} taken; then {refusal[0]} {refusal[1].decode()}", end="")
server.rset()
print(f"; after RSET {server.mail('no-reply@example.org')[0]}", end="")
print(f"; EHLO {server.ehlo()[0]}, MAIL {server.mail('no-reply@example.org')[0]}")
PY
surprise='100 taken; then 452 4.5.3 Too many recipients: Too many messages sent; after RSET 452; EHLO 503, MAIL 452'
echo "version: ${packages[0]}"
echo 'expected: 100 taken; then 421, and the connection is closed'
observed=$(timeout 90 python3 "$folder/try.py" "$port") || {
  cat "$folder/smtpd.log" >&2
  setup_failed 'the program did not end well'
}
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
