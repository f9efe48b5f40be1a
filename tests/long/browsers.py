"""Eight browsers at the pages: each page and decision, over https, over http to this machine and over http to a name of a local network;
and pages of another site that try the same. Prints a table of what works and one of what is refused.

Takes some 15 minutes. Installs Debian's browsers where they are missing, and a Chromium of 2018 into a folder of this part. Arguments are
names of browsers (chromium, chromium69, firefox, webkit, w3m, lynx, links2, elinks), of which the part goes through all without any.
"""

import re
import shutil
import sys

from browsing import application, graphical, hostile, text
from browsing.page import number_of
from browsing.places import PLACES, UNLISTED, Place, python_with_qt, wrapped
from browsing.relay import ELSEWHERE, HOME, certificate
from ground import Sink, begin, expect, finish, run, say, until

PACKAGES = {
    "chromium": "chromium", "chromedriver": "chromium-driver", "firefox-esr": "firefox-esr", "WebKitWebDriver": "webkit2gtk-driver",
    "xvfb-run": "xvfb", "w3m": "w3m", "lynx": "lynx", "links2": "links2", "elinks": "elinks",
}
BROWSERS = ["chromium", "chromium69", "firefox", "webkit", "w3m", "lynx", "links2", "elinks"]
APPROVE, DENY = {"name": "decision", "value": "approve"}, {"name": "decision", "value": "deny"}


def main():
    folder = begin(20 * 60)
    wanted = sys.argv[1:] or BROWSERS
    expect(set(wanted) <= set(BROWSERS), f"browsers are {', '.join(BROWSERS)}")
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if missing:
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], 600)
    python = python_with_qt(folder) if "chromium69" in wanted else None
    keys = certificate(folder, [place.host for place in PLACES.values()] + [place.foreign for place in PLACES.values()] + [UNLISTED])
    sink, cells, refusals = Sink(), {}, {}
    for transport, place in PLACES.items():
        served = Place(folder, transport, place, keys, sink)
        for name in wanted:
            home = folder / f"{transport}-{name}".replace(" ", "-")
            home.mkdir()
            browser = opened(name, served, home, keys, python)
            try:
                cells[name, transport] = Walk(browser, served, sink, f"{name}-{transport}").all()
                if served.has_applications and browser.has_script:
                    cells[name, transport]["application elsewhere"] = application.run(browser, served, sink, f"{name}-{transport}")
                refusals[name, transport] = hostile.attack(browser, served, sink, f"{name}-{transport}")
            except Exception:
                print(*(f"  {exchange} -> {exchange.location}" for exchange in served.relay.exchanges[-12:]), sep="\n", flush=True)
                print(browser.shows()[-800:], flush=True)
                raise
            finally:
                browser.end()
            say(f"{name}, {transport}: {len(cells[name, transport])} pages and decisions, {len(refusals[name, transport])} forms of another site")
        served.end()
    table("of our own pages", wanted, cells)
    table("of another site, with cookies / without", wanted, refusals)


def opened(name, served, home, keys, python):
    relay, wrap = served.relay, wrapped(home)
    made = {
        "chromium": lambda: graphical.chromium(relay, home, wrap), "firefox": lambda: graphical.Firefox(relay, home, wrap),
        "chromium69": lambda: graphical.Qt(relay, home, wrap, python), "webkit": lambda: graphical.webkit(relay, home, wrap),
        "w3m": lambda: text.W3m(relay, home, wrap, keys[0]), "lynx": lambda: text.Lynx(relay, home, wrap, keys[0]),
        "links2": lambda: text.Links(relay, home, wrap, keys[0]), "elinks": lambda: text.Elinks(relay, home, wrap, keys[0]),
    }
    return made[name]()


class Walk:
    """A person with one browser and somebody else's devices."""

    def __init__(self, browser, served, sink, name):
        self.browser, self.served, self.sink = browser, served, sink
        self.node, self.relay = served.node, served.relay
        self.username = re.sub(r"[^a-z0-9]", "", name.lower())[:30]
        self.address = f"{self.username}@example.org"

    def all(self):
        steps = [self.links, self.codes, self.refusing, self.undoing, self.language]
        signed_in = [self.registering, self.signing_in, self.account, self.signing_out]
        self.token = self.node.register(self.username, self.address).expect(200).json()["session_token"]
        outcome = {"address link": self.proving()}
        outcome |= {step.__doc__: step() for step in steps}
        if self.served.has_sign_in:
            return outcome | {step.__doc__: step() for step in signed_in}
        return outcome | {step.__doc__: self.without_form(step) for step in signed_in}

    def proving(self):
        """address link"""
        link, _ = self.sink.link(self.address, "/auth/email/")
        self.browser.open(link)
        self.tick_if_there({"name": "confirm_account"})
        self.browser.press({"name": "decision", "value": "apply"})
        account = self.node.get("/auth/account", self.token).expect(200).json()
        expect(account["email_verified"], f"the address is not proven: {account}")
        return "works"

    def tick_if_there(self, wanted):
        if number_of(self.relay.last_page().answer, wanted) is not None:
            self.browser.tick(wanted)

    def asked(self, number):
        """A login of another device, and its link."""
        answer = self.node.login(self.username, self.address).expect(200).json()
        link, _ = self.sink.link(self.address, number=number)
        return answer, link

    def poll(self, answer):
        return self.node.get(f"/auth/session/{answer['auth_id']}")

    def links(self):
        """approve"""
        answer, link = self.asked(1)
        self.browser.open(link)
        expect(self.poll(answer).status == 400, "opening the link decides something")
        self.browser.tick({"name": "decision", "value": "approve"})
        self.browser.press({"tag": "button", "class": "primary"})
        self.poll(answer).expect(200)
        return "works"

    def codes(self):
        """approve with code"""
        self.relay.seems = ELSEWHERE
        try:
            answer, link = self.asked(2)
            self.browser.open(link)
            self.browser.fill({"name": "match_code"}, answer["match_code"])
            self.browser.press(APPROVE)
            self.poll(answer).expect(200)
        finally:
            self.relay.seems = HOME
        return "works"

    def refusing(self):
        """refuse"""
        answer, link = self.asked(3)
        self.browser.open(link)
        self.browser.press(DENY)
        expect(self.poll(answer).json()["code"] == "authorization_pending", "it is refused at once")
        self.browser.tick({"name": "confirm_deny"})
        self.browser.press(DENY)
        expect(self.poll(answer).json()["code"] == "access_denied", "it is not refused")
        return "works"

    def undoing(self):
        """undo"""
        answer, link = self.asked(4)
        self.browser.open(link)
        self.browser.tick({"name": "decision", "value": "approve"})
        self.browser.press({"tag": "button", "class": "primary"})
        token = self.poll(answer).expect(200).json()["session_token"]
        self.browser.tick({"name": "decision", "value": "undo"})
        self.browser.press({"tag": "button", "class": "danger"})
        self.node.get("/auth/whoami", token).expect(401)
        return "works"

    def registering(self):
        """register"""
        self.browser.open(f"{self.served.url}/register")
        self.browser.fill({"name": "username"}, f"{self.username}2"[-32:])
        self.browser.press({"action": "/register", "tag": "button"})
        expect(self.relay.last_page().place == "/account", f"not on the account page: {self.relay.last_page()}")
        return "works"

    def signing_in(self):
        """sign in"""
        self.browser.forget()
        self.browser.open(f"{self.served.url}/sign-in")
        self.browser.fill({"name": "email"}, self.address)
        self.browser.press({"action": "/sign-in", "tag": "button"})
        waiting = self.relay.last_page()
        expect(waiting.path.startswith("/sign-in/waiting/"), f"not on the waiting page: {waiting}")
        self.sink.link(self.address, number=5)
        code = self.sink.code(self.address)
        self.browser.fill({"name": "code"}, code)
        self.browser.press({"name": "decision", "value": "code"})
        until(lambda: self.relay.last_page().place == "/account", f"on the account page: {self.relay.last_page()}")
        return "works"

    def language(self):
        """language"""
        self.browser.open(f"{self.served.url}/sign-in")
        self.browser.press({"name": "locale", "value": "de"})
        expect('<html lang="de"' in self.relay.last_page().answer, "not in German")
        self.browser.press({"name": "locale", "value": "en"})
        expect('<html lang="en"' in self.relay.last_page().answer, "not in English")
        return "works"

    def account(self):
        """account: key, end a session"""
        self.browser.open(f"{self.served.url}/account/keys")
        self.browser.fill({"name": "name"}, "script")
        self.browser.tick({"name": "scope:account:read"})
        self.browser.press({"action": "/account/keys", "tag": "button"})
        keys = self.node.get("/auth/keys", self.token).expect(200).json()["keys"]
        expect([key["name"] for key in keys] == ["script"], f"no key: {keys}")
        sessions = self.node.get("/auth/sessions", self.token).expect(200).json()["sessions"]
        other = next(one["session_id"] for one in sessions if not one["current"] and one["session_platform"] == "long")
        self.browser.open(f"{self.served.url}/account")
        self.browser.press({"action": f"/account/sessions/{other}", "tag": "button"})
        sessions = self.node.get("/auth/sessions", self.token).expect(200).json()["sessions"]
        expect(other not in [one["session_id"] for one in sessions], "the session lives")
        return "works"

    def signing_out(self):
        """sign out"""
        self.browser.open(f"{self.served.url}/sign-out")
        self.browser.press({"action": "/sign-out", "tag": "button"})
        # By an address that no text browser has kept a page of.
        self.browser.open(f"{self.served.url}/account?afterwards")
        expect(self.relay.last_page().path.startswith("/sign-in"), f"still signed in: {self.relay.last_page()}")
        return "works"

    def without_form(self, step):
        """What pages that need a cookie say where browsers keep none."""
        path = {"registering": "/register", "signing_in": "/sign-in"}.get(step.__name__)
        if not path:
            return "-"
        self.browser.open(f"{self.served.url}{path}")
        page = self.relay.last_page()
        expect(number_of(page.answer, {"action": path, "tag": "button"}) is None, f"{path} has a form that cannot work")
        expect("https" in page.answer, f"{path} does not say what is missing")
        return "says why not"


def table(title, wanted, cells):
    columns = list(dict.fromkeys(column for outcomes in cells.values() for column in outcomes))
    for transport in PLACES:
        print(f"\n| {transport}, {title} | {' | '.join(columns)} |\n|{' --- |' * (len(columns) + 1)}")
        for name in wanted:
            outcomes = cells[name, transport]
            print(f"| {name} | {' | '.join(str(outcomes.get(column, '-')) for column in columns)} |", flush=True)


finish(main)
