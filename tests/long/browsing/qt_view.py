"""A view of Qt WebEngine that does what lines of JSON on its input say, and answers each with one. Runs in an interpreter that has
PyQtWebEngine."""

import json
import sys

from PyQt5.QtCore import QEventLoop, QSocketNotifier, QTimer, QUrl
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineView
from PyQt5.QtWidgets import QApplication

LONGEST = 30_000


class Page(QWebEnginePage):
    def certificateError(self, _):
        return True

    def javaScriptConsoleMessage(self, _level, message, line, _source):
        print(f"console: {message} ({line})", file=sys.stderr, flush=True)


def wait(begin):
    """Runs the loop until what was begun calls back, and returns with what."""
    loop, result = QEventLoop(), []

    def done(value=None):
        result.append(value)
        loop.quit()

    QTimer.singleShot(LONGEST, loop.quit)
    begin(done)
    if not result:
        loop.exec_()
    return result[0] if result else None


def main():
    application = QApplication(sys.argv[:1])
    view = QWebEngineView()
    page = Page(view)
    view.setPage(page)
    view.resize(1280, 800)
    view.show()

    def load(address):
        def begin(done):
            page.loadFinished.connect(done)
            page.load(QUrl(address))
        outcome = wait(begin)
        page.loadFinished.disconnect()
        return outcome

    def obey():
        line = sys.stdin.readline()
        if not line:
            return application.quit()
        told = json.loads(line)
        if "open" in told:
            answer = load(told["open"])
        elif "run" in told:
            answer = wait(lambda done: page.runJavaScript(told["run"], done))
        else:
            page.profile().cookieStore().deleteAllCookies()
            answer = load("about:blank")
        print(json.dumps(answer), flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Read)

    def ready():
        # While one line is obeyed the loop runs, and the next is not to be read.
        notifier.setEnabled(False)
        obey()
        notifier.setEnabled(True)

    notifier.activated.connect(ready)
    application.exec_()


main()
