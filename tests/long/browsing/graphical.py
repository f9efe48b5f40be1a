"""Browsers with a window: each is told to open a page and to run a script on it. What a person does is done by the page's own
fields and buttons."""

import base64
import json
import os
import pathlib
import socket
import struct
import subprocess
import urllib.error
import urllib.request

from browsing.page import selector
from ground import expect, free_port, listens, start, until

# What a headless browser needs as root and without a graphics card.
CHROMIUM = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--ignore-certificate-errors"]



class Graphical:
    """What all of them do alike."""

    has_script = True

    def __init__(self, relay):
        self.relay = relay

    def fill(self, wanted, text):
        self.run(f"document.querySelector({json.dumps(selector(wanted))}).value = {json.dumps(text)}; return 1")

    def tick(self, wanted):
        self.run(f"document.querySelector({json.dumps(selector(wanted))}).checked = true; return 1")

    def press(self, wanted):
        """Presses a button, and waits for the page that comes of it."""
        mark = len(self.relay.exchanges)
        found = json.dumps(selector(wanted))
        # Folded away, it is unfolded first.
        self.run(f"window.former = true; const thing = document.querySelector({found});"
                 "for (let fold = thing.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;"
                 "thing.click(); return 1")
        until(lambda: any(exchange.status for exchange in self.relay.since(mark)), f"{self.name} sends {wanted}")
        until(self.is_loaded, f"{self.name} shows what comes of {wanted}")

    def is_loaded(self):
        return self.run("return window.former === undefined && document.readyState === 'complete'") is True

    def shows(self):
        return self.run("return document.body.innerText")


class WebDriver(Graphical):
    """Chromium and WebKitGTK, by the W3C's protocol."""

    def __init__(self, relay, name, driver, capabilities, folder, wrap):
        super().__init__(relay)
        self.name, self.port = name, free_port()
        self.log = folder / f"{name}.log"
        home = folder / name
        home.mkdir()
        environment = os.environ | {"HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
        self.child = start(wrap([*driver, f"--port={self.port}"]), self.log, env=environment)
        until(lambda: listens(self.port), f"{driver[0]} listens", log=self.log)
        always = {"acceptInsecureCerts": True, "timeouts": {"pageLoad": 60_000, "script": 60_000}} | capabilities
        self.session = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": always}})["sessionId"]

    def _ask(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, json.dumps(body or {}).encode(), timeout=90) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            # The page makes room for another one.
            if value["error"] in ("javascript error", "stale element reference", "no such window", "no such frame", "unknown error"):
                return {"error": value["message"]}
            raise RuntimeError(f"{self.name}: {value}") from None

    def open(self, address):
        self._ask("POST", f"/session/{self.session}/url", {"url": address})

    def run(self, script):
        return self._ask("POST", f"/session/{self.session}/execute/sync", {"script": script, "args": []})

    def forget(self):
        self._ask("DELETE", f"/session/{self.session}/cookie")

    def end(self):
        self._ask("DELETE", f"/session/{self.session}")
        self.child.terminate()
        self.child.wait(20)


def chromium(relay, folder, wrap):
    arguments = [*CHROMIUM, f"--user-data-dir={folder}/chromium-profile"]
    return WebDriver(relay, "Chromium", ["chromedriver"], {"goog:chromeOptions": {"args": arguments}}, folder, wrap)


def webkit(relay, folder, wrap):
    browser = next(pathlib.Path("/usr/lib").glob("*/webkit2gtk-4.?/MiniBrowser"))
    capabilities = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": {"binary": str(browser), "args": ["--automation"]}}
    driver = ["xvfb-run", "--auto-servernum", "env", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1", "WEBKIT_DISABLE_COMPOSITING_MODE=1",
              "GIO_USE_VFS=local", "WebKitWebDriver"]
    return WebDriver(relay, "WebKitGTK", driver, capabilities, folder, wrap)


class Firefox(Graphical):
    """Firefox, by WebDriver BiDi, which it speaks itself."""

    name = "Firefox"

    def __init__(self, relay, folder, wrap):
        super().__init__(relay)
        profile, port, self.log = folder / "firefox-profile", free_port(), folder / "firefox.log"
        profile.mkdir()
        # Without these it asks its maker for this and that.
        (profile / "user.js").write_text("".join(
            f'user_pref("{name}", {value});\n' for name, value in {
                "app.normandy.enabled": "false", "network.captive-portal-service.enabled": "false",
                "network.connectivity-service.enabled": "false", "datareporting.policy.dataSubmissionEnabled": "false",
                "browser.shell.checkDefaultBrowser": "false", "browser.aboutwelcome.enabled": "false",
                "dom.security.https_first": "false", "network.dns.disableIPv6": "true",
            }.items()))
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile), f"--remote-debugging-port={port}"]
        self.child = start(wrap(command), self.log, env=os.environ | {"HOME": str(folder), "MOZ_HEADLESS": "1"})
        until(lambda: listens(port), "Firefox listens", 60, log=self.log)
        self.number, self.wire = 0, WebSocket(port, "/session")
        self.ask("session.new", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": True}}})
        self.tab = self.ask("browsingContext.getTree", {})["contexts"][0]["context"]

    def ask(self, method, parameters):
        self.number += 1
        self.wire.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.wire.receive())
            if message.get("id") == self.number:
                return message.get("result") or {"error": message.get("message")}

    def open(self, address):
        # Where the page sends one on at once, the end of the first one is not told.
        mark = len(self.relay.exchanges)
        self.ask("browsingContext.navigate", {"context": self.tab, "url": address, "wait": "none"})
        until(lambda: any(exchange.status for exchange in self.relay.since(mark)), f"Firefox asks for {address}")
        until(lambda: self.run("return document.readyState === 'complete' && location.href !== 'about:blank'"), f"Firefox shows {address}")

    def run(self, script):
        expression = f"(() => {{ {script} }})()"
        asked = {"expression": expression, "target": {"context": self.tab}, "awaitPromise": True, "userActivation": True}
        return self.ask("script.evaluate", asked).get("result", {}).get("value")

    def forget(self):
        self.ask("storage.deleteCookies", {})

    def end(self):
        self.wire.close()
        self.child.terminate()
        self.child.wait(20)


class WebSocket:
    """As much of RFC 6455 as a client on the same machine needs."""

    def __init__(self, port, path):
        self.stream = socket.create_connection(("127.0.0.1", port), 90)
        key = base64.b64encode(os.urandom(16)).decode()
        self.stream.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode())
        self.reader = self.stream.makefile("rb")
        answer = self.reader.readline()
        expect(b" 101 " in answer, f"no web socket: {answer}")
        while self.reader.readline() not in (b"\r\n", b""):
            pass

    def send(self, text):
        content, mask = text.encode(), os.urandom(4)
        length = len(content)
        size = bytes([0x80 | length]) if length < 126 else struct.pack(">BH", 0x80 | 126, length)
        expect(length < 65536, "a message that is too long")
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(content))
        self.stream.sendall(b"\x81" + size + mask + masked)

    def receive(self):
        content = b""
        while True:
            first, length = self.reader.read(2)
            if length == 126:
                length, = struct.unpack(">H", self.reader.read(2))
            elif length == 127:
                length, = struct.unpack(">Q", self.reader.read(8))
            part = self.reader.read(length)
            if first & 0x0F < 8:
                content += part
                if first & 0x80:
                    return content

    def close(self):
        self.stream.close()


class Qt(Graphical):
    """Qt WebEngine 5.12, whose engine is Chromium 69: as old as many television sets."""

    name = "Chromium 69"

    def __init__(self, relay, folder, wrap, python):
        super().__init__(relay)
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1", "HOME": str(folder),
            "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu --disable-background-networking", "XDG_RUNTIME_DIR": str(folder),
        }
        program = str(pathlib.Path(__file__).parent / "qt_view.py")
        self.log = open(folder / "qt.log", "ab")
        self.child = subprocess.Popen(
            wrap(["setpriv", "--pdeathsig", "KILL", python, program]), env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)

    def _ask(self, **what):
        self.child.stdin.write(json.dumps(what) + "\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        expect(line, "the old Chromium has ended")
        return json.loads(line)

    def open(self, address):
        self._ask(open=address)

    def run(self, script):
        # Its grammar is that of its time: no optional chaining.
        return self._ask(run=f"(function () {{ {script} }})()")

    def forget(self):
        self._ask(forget=True)

    def end(self):
        self.child.stdin.close()
        self.child.wait(20)
        self.log.close()


