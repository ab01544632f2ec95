"""Starts the emulator on a fresh world in a temporary directory, and stops it."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SLUICE = os.path.abspath(os.environ.get("SLUICE") or REPOSITORY / ".build/debug/sluice")


class Emulator:
    """A simulated cloud that answers the vendor's APIs on this machine."""

    def __init__(self, world):
        self.folder = tempfile.mkdtemp(prefix="strangers-")
        self.cloud = "simulated:" + os.path.join(self.folder, "cloud.db")
        self.process = None
        try:
            self._start(world)
        except BaseException:
            self.stop()
            raise

    def _start(self, world):
        file = os.path.join(self.folder, "world.json")
        with open(file, "w", encoding="utf-8") as stream:
            json.dump(world, stream)
        self.run("cloud", "init", file)
        self.log = open(os.path.join(self.folder, "serve.log"), "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [SLUICE, "cloud", "serve", "--port", "0", "--cloud", self.cloud],
            stdout=subprocess.PIPE, stderr=self.log, stdin=subprocess.DEVNULL, env=self._environment(), text=True)
        line = self.process.stdout.readline()
        words = line.split()
        if not line.startswith("listening on http://127.0.0.1:"):
            raise AssertionError(f"the first line of serve was {line!r}")
        self.url = words[-1]
        self.address = self.url.removeprefix("http://")

    def _environment(self):
        """An environment in which no setting of the user's own reaches the program."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("SLUICE", "ALIBABA", "XDG"))}
        return kept | {"HOME": self.folder, "LC_ALL": "C.UTF-8"}

    def run(self, *arguments):
        """Runs the program on this cloud and returns what it prints."""
        done = subprocess.run(
            [SLUICE, *arguments, "--cloud", self.cloud], env=self._environment(), cwd=self.folder,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise AssertionError(f"sluice {' '.join(arguments)} exited {done.returncode}: {done.stderr}")
        return done.stdout

    def show(self):
        """What exists in the cloud, what was bought, and how often each call came."""
        return json.loads(self.run("cloud", "show", "--json"))

    def advance(self, duration):
        """Jumps the cloud's clock."""
        self.run("cloud", "clock", "advance", duration)

    def fault(self, spec):
        """Scripts a fault for a call to come."""
        self.run("cloud", "fault", "add", spec)

    def clear_faults(self):
        """Takes all scripted faults off."""
        self.run("cloud", "fault", "clear")

    def set(self, resource, *fields):
        """Changes a resource as its owner would."""
        self.run("cloud", "set", resource, *fields)

    def stop(self):
        """Ends the program with SIGTERM and returns its exit status."""
        status = None
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            try:
                status = self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process.stdout.close()
            self.log.close()
            self.process = None
        shutil.rmtree(self.folder, ignore_errors=True)
        return status
