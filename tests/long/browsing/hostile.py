"""Pages of another site whose forms lead to ours, with the cookies of somebody who is signed in and without: every one is refused, and
nothing changes (invariant 58)."""

import html
import re
import urllib.parse

from ground import expect

COOKIES = ["with cookies", "without"]


def attack(browser, served, sink, name):
    """Sends each form from another site. Returns what became of each."""
    username = f"v{re.sub(r'[^a-z0-9]', '', name.lower())}"[:30]
    address = f"{username}@example.org"
    node = served.node
    token = node.register(username, address).expect(200).json()["session_token"]
    proof, _ = sink.link(address, "/auth/email/")
    approved = _login(node, sink, username, address, 1)
    node.press(approved["link"]).expect(200)
    device = node.get(f"/auth/session/{approved['auth_id']}").expect(200).json()["session_token"]
    pending = _login(node, sink, username, address, 2)
    before = _state(node, token)
    forms = _forms(pending["link"], approved["link"], proof, username)
    browser.forget()
    if served.has_sign_in:
        _sign_in(browser, served, f"{username}x"[-32:])
    outcomes = {}
    for cookies in COOKIES:
        # Whoever looked at the page of a link has what belongs to its form.
        browser.open(pending["link"])
        for form, (path, fields) in forms.items():
            outcomes[f"{form} {cookies}"] = _send(browser, served, path, fields)
        expect(_state(node, token) == before, "something changed")
        expect(node.get(f"/auth/session/{pending['auth_id']}").json()["code"] == "authorization_pending", "it was decided")
        node.get("/auth/whoami", device).expect(200)
        browser.forget()
    wrong = {form: outcome for form, outcome in outcomes.items() if outcome not in ("refused", "signed out")}
    expect(not wrong, f"{name}: another site gets through: {wrong}")
    # With cookies / without.
    return {form: " / ".join(outcomes[f"{form} {cookies}"] for cookies in COOKIES) for form in forms}


def _login(node, sink, username, address, number):
    answer = node.login(username, address).expect(200).json()
    answer["link"], _ = sink.link(address, number=number)
    return answer


def _state(node, token):
    """Everything of the account that a form could change."""
    account = node.get("/auth/account", token).expect(200).json()
    sessions = node.get("/auth/sessions", token).expect(200).json()["sessions"]
    keys = node.get("/auth/keys", token).expect(200).json()["keys"]
    return account, sorted(session["session_id"] for session in sessions), keys


def _sign_in(browser, served, username):
    """An account of the browser's own, whose cookies it then has."""
    browser.open(f"{served.url}/register")
    browser.fill({"name": "username"}, username)
    browser.press({"action": "/register", "tag": "button"})
    expect(served.relay.last_page().place == "/account", f"not signed in: {served.relay.last_page()}")


def _forms(pending, approved, proof, username):
    """Where each form leads, and its fields."""
    path = lambda link: urllib.parse.urlsplit(link).path
    return {
        "approve": (path(pending), {"decision": "approve"}),
        "refuse": (path(pending), {"decision": "deny", "confirm_deny": "yes"}),
        "undo": (path(approved), {"decision": "undo"}),
        "address link": (path(proof), {"decision": "apply", "confirm_account": "yes"}),
        "register": ("/register", {"username": f"evil-{username}"[:32]}),
        "sign in": ("/sign-in", {"email": f"{username}@example.org"}),
        "language": ("/language", {"locale": "de", "return_to": "/sign-in"}),
        "new key": ("/account/keys", {"name": "evil", "scope:account:read": "on"}),
        "end sessions": ("/account/sessions", {"decision": "end"}),
        "address": ("/account/email", {"email": "evil@example.org", "decision": "change"}),
        "rename": ("/account/username", {"username": "evil"}),
        "delete": ("/account/delete", {"username": username}),
        "sign out": ("/sign-out", {}),
    }


def _send(browser, served, path, fields):
    relay, node = served.relay, served.node
    # The attacker has a form token too, his own.
    own = re.search(r'name="form_token" value="([^"]+)"', node.get("/sign-in").text)
    fields = fields | ({"form_token": own.group(1)} if own else {})
    hidden = "".join(f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">' for name, value in fields.items())
    relay.pages["/trap"] = (
        f'<!doctype html><html lang="en"><title>Trap</title><body><form method="post" action="{served.url}{path}">{hidden}'
        '<button name="go" value="go">Go</button></form></body></html>')
    browser.open(f"{served.foreign}/trap")
    mark = len(relay.exchanges)
    browser.press({"name": "go"})
    sent = [exchange for exchange in relay.since(mark) if exchange.host == relay.host and exchange.method == "POST"]
    expect(sent and sent[0].path == path, f"the form did not arrive: {[str(exchange) for exchange in relay.since(mark)]}")
    if sent[0].status == 303 and sent[0].location.startswith("/sign-in?"):
        # The browser kept the cookie to itself.
        return "signed out"
    return "refused" if sent[0].status == 403 else f"{sent[0].status}"
