#!/usr/bin/env bash
# Exim takes the eleventh mail of one connection with "250 OK", like the ten before it, and then lets it lie.
#
# `smtp_accept_queue_per_connection` ends immediate delivery after so many mails of one connection; what comes later waits for
# the next queue run, half an hour away on Debian. The answer is the same 250 with an id, so the client cannot know. One would
# guess a 4xx if a server wants fewer mails at a time.
#
# Seen with 4.96. Documented as an option, whose effect on a client that keeps its connection is left to the reader:
# https://www.exim.org/exim-html-current/doc/html/spec_html/ch-main_configuration.html
#
# A sign-in server that keeps its connection to the mail server, as is good manners, sends one in some links late: after they
# expired. Nothing in its log tells these from the others, and it never happens to whoever tries it with one mail.
set -euo pipefail

readonly AS_STATED=0 SETUP_FAILED=1 CHANGED=10
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

setup_failed() {
  echo "setup failed: $*" >&2
  exit "$SETUP_FAILED"
}

packages=(exim4-daemon-light=4.96-15+deb12u11 libdb5.3 libgnutls-dane0 libgnutls30 libidn12 libidn2-0 libnsl2 libpcre2-8-0 libunbound8 libevent-2.1-7)
mkdir "$folder/packages" "$folder/root"
(cd "$folder/packages" && timeout 120 apt-get download -qq "${packages[@]}" 2>/dev/null) || setup_failed "apt-get could not download ${packages[*]}"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/root"; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu"
# Exim drops what root is, and then trusts no configuration that root did not write.
as_user=()
user=$(id -un)
group=$(id -gn)
if [ "$(id -u)" -eq 0 ]; then
  user=nobody
  group=nogroup
  as_user=(setpriv --reuid="$user" --regid="$group" --clear-groups)
  chmod 711 "$folder"
fi
chmod u-s "$folder/root/usr/sbin/exim4"
install -d -m 777 "$folder/spool"
port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
cat >"$folder/exim.conf" <<CONF
exim_path = $folder/root/usr/sbin/exim4
exim_user = $user
exim_group = $group
deliver_drop_privilege
spool_directory = $folder/spool
log_file_path = $folder/spool/%slog
pid_file_path = $folder/spool/pid
primary_hostname = mail.example.org
local_interfaces = 127.0.0.1
tls_advertise_hosts =
keep_environment = LD_LIBRARY_PATH
acl_smtp_rcpt = take
begin acl
take:
  accept
begin routers
all:
  driver = accept
  transport = inbox
begin transports
inbox:
  driver = appendfile
  file = $folder/spool/inbox
CONF
timeout --kill-after=10 150 "${as_user[@]}" "$folder/root/usr/sbin/exim4" -C "$folder/exim.conf" -bdf -oX "$port" >"$folder/exim.log" 2>&1 &
started+=("$!")
cat >"$folder/try.py" <<'PY'
import pathlib
import smtplib
import sys
import time

port, inbox = int(sys.argv[1]), pathlib.Path(sys.argv[2])
for _ in range(100):
    try:
        server = smtplib.SMTP("127.0.0.1", port, "client.example.org", timeout=10)
        break
    except OSError:
        time.sleep(0.1)
codes = []
server.ehlo()
for number in range(12):
    server.mail("no-reply@example.org")
    server.rcpt("ada@example.org")
    codes.append(server.data(f"Subject: {number}\r\n\r\nexample\r\n")[0])
server.quit()


def delivered():
    return inbox.read_text().count("\nSubject: ") if inbox.exists() else 0


for _ in range(100):
    if delivered() >= 10:
        break
    time.sleep(0.1)
time.sleep(5)
print(f"{codes.count(250)} taken, {delivered()} delivered")
PY
surprise='12 taken, 10 delivered'
echo "version: ${packages[0]}"
echo 'expected: 12 taken, 12 delivered'
observed=$(timeout 90 python3 "$folder/try.py" "$port" "$folder/spool/inbox") || {
  cat "$folder/exim.log" >&2
  setup_failed 'the program did not end well'
}
echo "observed: $observed"
if [ "$observed" != "$surprise" ]; then
  echo "changed: the surprise would have been: $surprise" >&2
  exit "$CHANGED"
fi
exit "$AS_STATED"
