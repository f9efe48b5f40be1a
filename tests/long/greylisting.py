"""Postfix with postgrey in front of the recipients, with delays of 300 and 600 seconds: a login's mail comes within 30 seconds after the
delay; and with 780, which is more than the pauses are made for, by the try in the last two minutes of the link's life.

Takes some 14 minutes. Needs root, as Postfix does, and apt-get; Debian's postfix and postgrey are unpacked into a folder of this part and
read no configuration of the machine's.
"""

import os
import sys
import time

from ground import Doorpost, Sink, IS_ROOT, begin, expect, finish, free_port, home_of, listens, run, say, start, unpack, until

DELAYS = [300, 600, 780]
LATEST = 30
LINK_LIVES = 900
PACKAGES = (
    "postfix postgrey libberkeleydb-perl libnetaddr-ip-perl libnet-dns-perl libnet-server-perl libdb5.3 libicu72 libnsl2 libsasl2-2"
).split()
FROM = "no-reply@example.org"


def main():
    if not IS_ROOT:
        sys.exit("tests/faults: greylisting needs root: Postfix does")
    folder = begin(20 * 60)
    root = unpack(folder, "root", PACKAGES)
    sink = Sink()
    lists = {delay: postgrey(folder, root, delay) for delay in DELAYS}
    doors = {delay: free_port() for delay in DELAYS}
    log = postfix(folder, root, sink, {doors[delay]: lists[delay] for delay in DELAYS})
    nodes = {delay: Doorpost(folder, f"node{delay}", mail__url=sink.url, mail__from=FROM) for delay in DELAYS}
    for delay, node in nodes.items():
        # The mail of registration goes past the grey list, which otherwise knew the mailbox before the login.
        node.serve().register("ada", address(delay)).expect(200)
        sink.link(address(delay), "/auth/email/")
        node.stop()
        node.settings["mail__url"] = f"smtp://127.0.0.1:{doors[delay]}"
        node.serve()
    asked = {}
    for delay, node in nodes.items():
        asked[delay] = (time.monotonic(), time.time(), node.login("ada", address(delay)).expect(200).json())
    say(f"{len(DELAYS)} logins are asked for; the links live {LINK_LIVES} s")
    for delay, node in nodes.items():
        check(delay, node, sink, log, *asked[delay])


def check(delay, node, sink, log, began, began_at, login):
    link, came = sink.link(address(delay), longest=began + LINK_LIVES - time.monotonic())
    seconds = came - began
    poll = f"/auth/session/{login['auth_id']}"
    expect(node.get(poll).json()["code"] == "authorization_pending", "the login waits")
    node.press(link).expect(200)
    token = node.get(f"{poll}?wait=20").expect(200).json()["session_token"]
    node.get("/auth/whoami", token).expect(200)
    tries = tried(log, address(delay), began_at)
    life = login["expiration_date"] - began_at
    say(f"delay {delay} s: the mail comes after {seconds:.1f} s, {life - seconds:.0f} s before the end; refused after {tries}")
    expect(seconds >= delay, f"delay {delay}: it comes before it should be let in")
    if delay <= 600:
        expect(seconds <= delay + LATEST, f"delay {delay}: the mail comes {seconds - delay:.1f} s after it")
    else:
        expect(life - 120 <= seconds <= life, f"delay {delay}: no try in the last two minutes lets it in: {seconds:.1f} s")


def address(delay):
    return f"ada{delay}@example.net"


def tried(log, recipient, began_at):
    """The seconds after which a recipient was refused, by Postfix's own log."""
    year = time.localtime(began_at).tm_year
    lines = [line for line in log.read_text().splitlines() if "Greylisted" in line and f"to=<{recipient}>" in line]
    moments = [time.mktime(time.strptime(f"{year} {line[:15]}", "%Y %b %d %H:%M:%S")) for line in lines]
    return [round(moment - began_at) for moment in moments]


def postgrey(folder, root, delay):
    home = home_of(folder, f"postgrey{delay}", "nobody")
    (home / "nobody").write_text("")
    port = free_port()
    perl = [root / "usr/share/perl5", *(root / "usr/lib/x86_64-linux-gnu/perl5").glob("*")]
    environment = os.environ | {"LD_LIBRARY_PATH": libraries(root)}
    # Tainted, as its first line asks for, it reads no PERL5LIB.
    command = ["perl", "-T", *(f"-I{path}" for path in perl), str(root / "usr/sbin/postgrey")]
    command += [f"--inet=127.0.0.1:{port}", f"--delay={delay}", f"--dbdir={home}"]
    command += [f"--whitelist-clients={home}/nobody", f"--whitelist-recipients={home}/nobody", "--user=nobody"]
    log = folder / f"postgrey{delay}.log"
    start([*command, "--group=nogroup"], log, env=environment)
    until(lambda: listens(port), "postgrey listens", log=log)
    return port


def libraries(root):
    return f"{root}/usr/lib/postfix:{root}/usr/lib/x86_64-linux-gnu"


def postfix(folder, root, sink, doors):
    """Starts it with one port for each grey list, and returns its log."""
    configuration, log = folder / "postfix", folder / "postfix.log"
    configuration.mkdir()
    queue, data = folder / "queue", home_of(folder, "postfix-data", "backup")
    queue.mkdir()
    daemons = root / "usr/lib/postfix/sbin"
    # Users of Debian's base system stand in for those that the package makes.
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": queue,
        "data_directory": data,
        "command_directory": root / "usr/sbin",
        "daemon_directory": daemons,
        "shlib_directory": root / "usr/lib/postfix",
        "meta_directory": configuration,
        "mail_owner": "backup",
        "setgid_group": "operator",
        "maillog_file": log,
        "maillog_file_prefixes": folder,
        "import_environment": f"MAIL_CONFIG MAIL_LOGTAG LD_LIBRARY_PATH={libraries(root)}",
        "myhostname": "mail.example.net",
        "mydestination": "",
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "mynetworks": "127.0.0.1/32",
        "alias_maps": "",
        "local_recipient_maps": "",
        "disable_dns_lookups": "yes",
        "smtpd_peername_lookup": "no",
        "relayhost": f"[127.0.0.1]:{sink.port}",
        "smtpd_relay_restrictions": "permit_mynetworks, reject",
    }
    (configuration / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
    services = [
        f"127.0.0.1:{door} inet n - n - - smtpd\n  -o smtpd_recipient_restrictions=check_policy_service,inet:127.0.0.1:{port}"
        for door, port in doors.items()
    ]
    services += [
        "postlog unix-dgram n - n - 1 postlogd",
        "cleanup unix n - n - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr",
        "rewrite unix - - n - - trivial-rewrite",
        "bounce unix - - n - 0 bounce",
        "defer unix - - n - 0 bounce",
        "smtp unix - - n - - smtp",
        "anvil unix - - n - 1 anvil",
        "error unix - - n - - error",
    ]
    (configuration / "master.cf").write_text("\n".join(services) + "\n")
    for name in ["dynamicmaps.cf", "postfix-files"]:
        (configuration / name).write_text("")
    environment = os.environ | {"LD_LIBRARY_PATH": libraries(root), "MAIL_CONFIG": str(configuration)}
    make_queue(queue)
    # What `postfix start-fg` would do, but for scripts that know one place only.
    start([str(daemons / "master"), "-c", str(configuration), "-d"], folder / "master.log", env=environment)
    for door in doors:
        until(lambda: listens(door), "Postfix listens", log=log)
    version = run([str(root / "usr/sbin/postconf"), "-c", str(configuration), "-h", "mail_version"], env=environment).strip()
    say(f"Postfix {version} listens, with a postgrey for each of {DELAYS} s")
    return log


def make_queue(queue):
    for name in "active bounce corrupt defer deferred flush hold incoming private public saved trace maildrop pid".split():
        home_of(queue, name, "root" if name == "pid" else "backup")
    (queue / "public").chmod(0o710)
    (queue / "private").chmod(0o700)


if __name__ == "__main__":
    finish(main)
