"""An application in a page of another origin, which uses the API with a token in a header (`cors.origins`): one that is listed can, and one
that is not learns nothing."""

import json
import re

from ground import expect, until

PAGE = '<!doctype html><html lang="en"><title>Application</title><body>Application</body></html>'
# What it asks for ends in `window.result`, whatever becomes of it.
ASK = """
window.ask = function (path, token, body) {
  var options = {method: body ? 'POST' : 'GET', headers: {}};
  if (body) { options.headers['Content-Type'] = 'application/json'; options.body = JSON.stringify(body); }
  if (token) { options.headers.Authorization = 'Bearer ' + token; }
  window.result = null;
  fetch(SERVER + path, options).then(function (answer) { return answer.json(); })
    .then(function (answer) { window.result = JSON.stringify(answer); }, function (error) { window.result = error.name; });
};
return 1;
"""


def run(browser, served, sink, name):
    """Registers, signs in on the page by polling, and lists sessions."""
    username = f"s{re.sub(r'[^a-z0-9]', '', name.lower())}"[:30]
    who = {"username": username, "email": f"{username}@example.org", "session_platform": "application"}
    _open(browser, served, served.foreign)
    token = _ask(browser, "/auth/registration", body=who)["session_token"]
    auth_id = _ask(browser, "/auth/login", body=who)["auth_id"]
    expect(_ask(browser, f"/auth/session/{auth_id}")["code"] == "authorization_pending", "the poll does not wait")
    link, _ = sink.link(who["email"])
    served.node.press(link).expect(200)
    second = _ask(browser, f"/auth/session/{auth_id}")["session_token"]
    sessions = _ask(browser, "/auth/sessions", second)["sessions"]
    expect(len(sessions) == 2 and token != second, f"two sessions: {sessions}")
    _open(browser, served, served.unlisted)
    seen = _ask(browser, "/auth/sessions", second)
    expect(seen == "TypeError", f"an origin that is not listed reads {seen}")
    return "works"


def _open(browser, served, origin):
    served.relay.pages["/application"] = PAGE
    browser.open(f"{origin}/application")
    browser.run(ASK.replace("SERVER", json.dumps(served.url)))


def _ask(browser, path, token=None, body=None):
    browser.run(f"window.ask({json.dumps(path)}, {json.dumps(token)}, {json.dumps(body)}); return 1")
    answer = until(lambda: browser.run("return window.result"), f"an answer from {path}")
    return json.loads(answer) if answer.startswith("{") else answer
