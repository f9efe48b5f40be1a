"""The ways to a server: over https, over http to this machine, and over http to a name of a local network."""

import collections
import pathlib

from browsing.relay import HOME, Relay
from ground import Doorpost, run

Way = collections.namedtuple("Way", "scheme host foreign settings")

PLACES = {
    "https": Way("https", "id.doorpost.test", "evil.test", {}),
    "http here": Way("http", "127.0.0.1", "localhost", {}),
    "http LAN": Way("http", "nas.home.arpa", "evil.lan", {}),
    "http LAN, cookie.insecure": Way("http", "nas.home.arpa", "evil.lan", {"cookie__insecure": "true"}),
}
UNLISTED = "unlisted.localhost"


class Place:
    """A node that is reached in one of these ways, and the relay before it."""

    def __init__(self, folder, name, way, keys, sink):
        self.relay = Relay(keys if way.scheme == "https" else None)
        self.relay.host = way.host
        self.url = f"{way.scheme}://{way.host}:{self.relay.port}"
        self.foreign = f"{way.scheme}://{way.foreign}:{self.relay.port}"
        # A third site, which the settings do not name.
        self.unlisted = f"{way.scheme}://{UNLISTED}:{self.relay.port}"
        # Elsewhere a token would go over the network in the clear.
        self.has_applications = way.scheme == "https" or way.host == "127.0.0.1"
        self.has_sign_in = self.has_applications or "cookie__insecure" in way.settings
        settings = {
            "public_url": self.url, "mail__url": sink.url, "mail__from": "no-reply@example.org", "trusted_proxies": "127.0.0.1",
            "rate_limit__mode": "off",
        }
        if self.has_applications:
            settings["cors__origins"] = self.foreign
        self.node = Doorpost(folder, "".join(letter for letter in name if letter.isalnum()), **settings, **way.settings).serve()
        self.node.address, self.relay.node = HOME, self.node

    def end(self):
        self.relay.shutdown()
        self.node.stop()


def wrapped(home):
    """Runs a command where the names of all places lead to this machine: a file of names of its own, seen by it alone."""
    names = home / "hosts"
    known = sorted({name for way in PLACES.values() for name in (way.host, way.foreign, UNLISTED)} - {"127.0.0.1"})
    names.write_text(f"127.0.0.1 {' '.join(known)}\n")
    # The process itself stays the one that was started, and ends with it.
    bind = 'mount --bind "$0" /etc/hosts && exec "$@"'
    return lambda command: ["unshare", "--mount", "--propagation", "private", "sh", "-c", bind, str(names), *command]


def python_with_qt(folder):
    """An interpreter that has PyQtWebEngine."""
    home = folder / "qt"
    run(["/usr/bin/python3", "-m", "venv", "--without-pip", str(home)])
    requirements = pathlib.Path(__file__).with_name("qt.txt")
    libraries = next(home.glob("lib/python*/site-packages"))
    run(["/usr/bin/python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action", "ignore",
         "--require-hashes", "--no-deps", "--target", str(libraries), "--requirement", str(requirements)], 600)
    return str(home / "bin/python")
