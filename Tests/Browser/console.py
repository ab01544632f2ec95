"""Starts the console on a store and a simulated cloud of its own, and stops it."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SLUICE = os.path.abspath(os.environ.get("SLUICE") or REPOSITORY / ".build/debug/sluice")
EXAMPLES = REPOSITORY / "Examples"
# How long a machine that is busy with other things may take.
PATIENCE = 30


def until(condition, what, patience=PATIENCE):
    """Asks again and again until a condition holds, and returns what it came to."""
    end = time.monotonic() + patience
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"not within {patience} s: {what}")
        time.sleep(0.05)


class Answer:
    """What was answered to one request."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self):
        """The body as text."""
        return self.body.decode("utf-8", "replace")


class Visitor:
    """Asks the console without a browser, with the headers it is told to send and no others."""

    def __init__(self, console, enter=True):
        self.console = console
        self.cookie = None
        if enter:
            answer = self.get(console.entrance, cookie=False)
            if answer.status != 303:
                raise AssertionError(f"the printed address answers {answer.status}: {answer.text}")
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def ask(self, method, path, body=None, headers=None, cookie=True, timeout=PATIENCE):
        """One request on a connection of its own."""
        sent = dict(headers or {})
        if cookie and self.cookie:
            sent.setdefault("Cookie", self.cookie)
        connection = http.client.HTTPConnection(self.console.host, self.console.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, **more):
        """Reads a page."""
        return self.ask("GET", path, **more)

    def post(self, path, fields, headers=None, **more):
        """Sends a form as it is given, without a token that is not in it."""
        sent = {"Content-Type": "application/x-www-form-urlencoded"} | (headers or {})
        return self.ask("POST", path, urllib.parse.urlencode(fields), sent, **more)

    def form_token(self):
        """The token that the forms of a page bear."""
        return re.search(r'name="formToken" value="([^"]+)"', self.get("/").text)[1]

    def submit(self, path, fields, **more):
        """Sends a form as a page of the console would."""
        return self.post(path, {"formToken": self.form_token()} | fields, **more)


class Console:
    """A store, a simulated cloud and, once started, a console on both."""

    def __init__(self, speed=0, like=None):
        """A new world, or a copy of that of another console, at which no process is at work."""
        self.folder = tempfile.mkdtemp(prefix="browser-")
        self.process = None
        self.log = None
        if like:
            shutil.copytree(like.folder, self.folder, dirs_exist_ok=True)
            return
        try:
            self.sluice("cloud", "init", str(EXAMPLES / "world.yaml"))
            # Time stands still unless a test needs it to run.
            self.sluice("cloud", "set", "clock", f"speed={speed}")
        except BaseException:
            self.remove()
            raise

    @property
    def environment(self):
        """An environment in which no setting of the user's own reaches the program."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("SLUICE", "ALIBABA", "XDG"))}
        return kept | {
            "HOME": self.folder, "LC_ALL": "C.UTF-8", "SLUICE_STORE": os.path.join(self.folder, "sluice.db"),
            "SLUICE_CLOUD": "simulated:" + os.path.join(self.folder, "cloud.db"),
        }

    def attempt(self, *arguments, **more):
        """Runs the program beside the console, whatever its end."""
        return subprocess.run(
            [SLUICE, *arguments], env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, **({"timeout": 120} | more))

    def sluice(self, *arguments, status=(0,)):
        """Runs the program beside the console and returns what it prints."""
        done = self.attempt(*arguments)
        if done.returncode not in status:
            raise AssertionError(
                f"sluice {' '.join(arguments)} exited {done.returncode}: {done.stderr}{done.stdout}")
        return done.stdout

    def show(self, name="risk"):
        """An order as the command line shows it."""
        return json.loads(self.sluice("order", "show", name, "--json", status=(0, 10, 20, 21)))

    def cloud(self):
        """What exists in the cloud, what was bought, and how often each call came."""
        return json.loads(self.sluice("cloud", "show", "--json"))

    def purchases(self):
        """How many purchases were made in the cloud."""
        return self.cloud()["purchases"]["count"]

    def write(self, name, text):
        """Writes a file beside the store."""
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        return path

    def place(self, *names):
        """Places risk.yaml once under each name, in one go."""
        example = (EXAMPLES / "risk.yaml").read_text(encoding="utf-8")
        documents = []
        for name in names or ["risk"]:
            text = example
            if name != "risk":
                plain = re.sub("[^a-z0-9]", "_", name)
                text = text.replace("name: risk\n", f"name: {name}\n").replace("risk_cluster", plain + "_cluster")
                text = text.replace("risk_rt", plain + "_rt")
            documents.append(text)
        self.sluice("order", "place", self.write("placed.yaml", "\n---\n".join(documents)))

    def advance(self, name="risk"):
        """One turn of an order, whatever it comes to."""
        self.attempt("advance", name)

    def lose_purchase(self):
        """Places and confirms an order whose request to buy is lost on its way."""
        self.place()
        self.sluice("order", "confirm", "risk")
        self.sluice("cloud", "fault", "add", "purchase:timeout-before")
        self.sluice("advance", "risk", status=(13,))
        self.sluice("advance", "risk", status=(0,))

    def ask_for_purchase(self):
        """Brings an order to where nobody knows what became of its purchase."""
        self.lose_purchase()
        self.sluice("advance", "risk", status=(20,))
        self.sluice("cloud", "clock", "advance", "30m")
        self.sluice("advance", "risk", status=(10,))

    def confuse_purchases(self):
        """Brings an order to where two purchases might be its own; returns their numbers."""
        self.sluice("cloud", "set", "purchase-keys", "keys=dropped")
        self.place()
        self.sluice("order", "confirm", "risk")
        self.sluice("cloud", "fault", "add", "purchase:timeout-after")
        self.sluice("advance", "risk", status=(13,))
        self.sluice("cloud", "purchase", str(EXAMPLES / "risk.yaml"))
        self.sluice("advance", "risk", status=(10,))
        return [candidate["orderNumber"] for candidate in self.show()["candidates"]]

    def block(self):
        """Places an order whose bucket anybody may read."""
        self.sluice("cloud", "set", "bucket/risk-udf", "acl=public-read")
        self.place()

    def start(self, *arguments):
        """Starts the console; its first line is the address that lets in."""
        self.log = open(os.path.join(self.folder, "console.log"), "a", encoding="utf-8")
        self.process = subprocess.Popen(
            [SLUICE, "console", "--port", "0", *arguments], stdout=subprocess.PIPE, stderr=self.log,
            stdin=subprocess.DEVNULL, env=self.environment, cwd=self.folder, text=True)
        line = self.process.stdout.readline()
        match = re.fullmatch(r"console on (http://(127\.0\.0\.1):(\d+))(/\?token=([A-Za-z0-9_-]+))\n", line)
        if not match:
            raise AssertionError(f"the first line of console was {line!r}: {self.complaints()}")
        self.url, self.host, self.port = match[1], match[2], int(match[3])
        self.entrance, self.token = match[4], match[5]
        return self

    def complaints(self):
        """What the console wrote on standard error."""
        return pathlib.Path(self.folder, "console.log").read_text(encoding="utf-8")

    def memory(self):
        """How much of the memory the console holds, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024

    def stop(self):
        """Ends the console with SIGTERM; returns its exit status and how long it took."""
        if not self.process:
            return None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        took = time.monotonic() - began
        self.process.stdout.close()
        self.log.close()
        self.process = None
        return status, took

    def remove(self):
        """Removes the store and the cloud."""
        if self.process:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
