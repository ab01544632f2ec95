"""The console as a program: its health, its numbers, its sizes, its end."""

import json
import re
import signal
import socket
import time
import unittest

from cases import PAGES, ConsoleTestCase
from console import until

SAMPLE = re.compile(
    r'([a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*\})? '
    r'([-+]?(\d+(\.\d*)?([eE][-+]?\d+)?|Inf)|NaN)( -?\d+)?')


class HealthTests(ConsoleTestCase):
    """What machines ask."""

    def test_healthz_needs_no_token(self):
        """Whoever watches the console from this machine may ask whether it is well."""
        self.start()
        answer = self.visitor(enter=False).get("/healthz")
        self.assertEqual((answer.status, answer.text.strip()), (200, "ok"))

    def test_metrics_parse_as_prometheus_text(self):
        """Each sample belongs to a family with help and type, and is there once."""
        self.make().place("risk", "other")
        self.console.sluice("order", "confirm", "risk")
        self.start()
        user = self.visitor()
        for path in PAGES:
            user.get(path)
        answer = self.visitor(enter=False).get("/metrics")
        self.assertEqual(answer.status, 200)
        self.assertIn("text/plain", answer.headers["Content-Type"])
        self.assertIn("version=0.0.4", answer.headers["Content-Type"])
        self.assertTrue(answer.text.endswith("\n"))
        families, samples = {}, {}
        for line in answer.text.splitlines():
            if match := re.fullmatch(r"# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)", line):
                self.assertNotIn(match[1], families, "two helps")
                families[match[1]] = None
            elif match := re.fullmatch(r"# TYPE (\S+) (counter|gauge|histogram|summary|untyped)", line):
                self.assertIsNone(families[match[1]])
                families[match[1]] = match[2]
            else:
                match = SAMPLE.fullmatch(line)
                self.assertIsNotNone(match, f"not a sample: {line!r}")
                family = match[1]
                if family not in families:
                    family = re.sub("_(sum|count|bucket)$", "", family)
                self.assertIsNotNone(families.get(family), f"a sample without a type: {line!r}")
                key = match[1] + (match[2] or "")
                self.assertNotIn(key, samples, "a sample that is there twice")
                samples[key] = float(match[4])
        self.assertEqual(samples['sluice_orders{kind="exclusive-order",phase="confirmed"}'], 1)
        self.assertEqual(samples['sluice_orders{kind="exclusive-order",phase="drafted"}'], 1)
        self.assertEqual(samples["sluice_transitions_total"], 3)

    def test_metrics_follow_the_store(self):
        """What another process does is counted."""
        self.make().place()
        self.start()
        visitor = self.visitor(enter=False)
        self.assertIn("sluice_asking_orders 1", visitor.get("/metrics").text)
        self.console.sluice("order", "withdraw", "risk", "--reason", "x")
        until(lambda: "sluice_asking_orders 0" in visitor.get("/metrics").text, "the order that asked is counted out")


    def test_latencies_are_told_as_histograms(self):
        """Commits, calls and turns of this console; buckets only grow, and the last holds all."""
        self.make().place()
        self.console.sluice("order", "confirm", "risk")
        self.start()
        user = self.visitor()
        user.submit("/orders/risk/advance", {})
        samples = {}
        for line in user.get("/metrics").text.splitlines():
            if not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                samples[name] = float(value)
        for name in ("sluice_commit_seconds", "sluice_turn_seconds", "sluice_page_seconds"):
            buckets = [value for key, value in samples.items() if key.startswith(name + "_bucket{")]
            self.assertGreater(len(buckets), 5, name)
            self.assertEqual(buckets, sorted(buckets), name)
            self.assertEqual(samples[name + '_bucket{le="+Inf"}'], samples[name + "_count"], name)
            self.assertGreater(samples[name + "_count"], 0, name)
            self.assertGreater(samples[name + "_sum"], 0, name)
        calls = [key for key in samples if key.startswith("sluice_call_seconds_count{effect=")]
        self.assertEqual(len(calls), 1, samples)

    def test_failures_are_counted_by_their_code(self):
        """A call that the cloud throttles."""
        self.make().place()
        self.console.sluice("order", "confirm", "risk")
        self.console.sluice("cloud", "fault", "add", "purchase:throttle")
        self.start()
        user = self.visitor()
        user.submit("/orders/risk/advance", {})
        self.assertIn('sluice_call_failures_total{code="Throttling"} 1', user.get("/metrics").text)


class LogTests(ConsoleTestCase):
    """What is told on standard error."""

    def test_logs_are_json_and_hold_no_token(self):
        """An object a line, with what happened to which order; the token that lets people in is in none."""
        self.make().place()
        self.start("--log-format", "json")
        user = self.visitor()
        user.submit("/orders/risk/advance", {})
        user.submit("/orders/risk/withdraw", {"reason": "not needed", "version": str(self.console.show()["version"])})
        user.get("/orders")
        token = self.console.entrance.split("token=")[1]
        lines = until(
            lambda: [line for line in self.console.complaints().splitlines() if "/orders" in line]
            and self.console.complaints().splitlines(), "something is logged")
        events = [json.loads(line) for line in lines]
        for event in events:
            self.assertLessEqual({"time", "level", "logger", "message"}, event.keys())
        moved = [event for event in events if event["message"] == "moved on"]
        self.assertEqual([(event["workflow"], event["to"]) for event in moved][-1], ("risk", "withdrawn"))
        answered = [event for event in events if event["message"] == "answered"]
        self.assertIn(("GET", "/orders", 200), [(e["method"], e["path"], e["status"]) for e in answered])
        self.assertNotIn(token, self.console.complaints())


class SizeTests(ConsoleTestCase):
    """How much has to be loaded."""

    def test_every_page_is_under_100_kb_with_dozens_of_orders(self):
        """Three dozen orders, one of them with a long history."""
        self.make()
        self.console.place(*[f"order-{number:02}" for number in range(36)], "risk")
        self.console.sluice("order", "confirm", "risk")
        for _ in range(60):
            self.console.advance()
            if self.console.show()["phase"] == "provisioned":
                break
            self.console.sluice("cloud", "clock", "advance", "5m")
        self.assertEqual(self.console.show()["phase"], "provisioned")
        self.start()
        user = self.visitor()
        paths = [*PAGES, "/orders/risk", "/orders/order-00", "/orders?phase=drafted", "/orders?sort=name",
                 "/orders/risk/versions/1", "/new?kind=Workspace", "/assets/console.js", "/assets/console.css"]
        for path in paths:
            for language in ("en", "zh-CN"):
                with self.subTest(path, language=language):
                    answer = user.get(path, headers={"Accept-Language": language})
                    self.assertEqual(answer.status, 200)
                    self.assertLess(len(answer.body), 100_000)
        orders = user.get("/orders").text
        for name in ("order-00", "order-35", "risk"):
            self.assertIn(f'href="/orders/{name}"', orders)


class EndTests(ConsoleTestCase):
    """How it ends."""

    def follower(self):
        """A page that follows the store."""
        user = self.visitor()
        stream = socket.create_connection((self.console.host, self.console.port), timeout=30)
        self.addCleanup(stream.close)
        stream.sendall(
            f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{self.console.port}\r\nCookie: {user.cookie}\r\n\r\n".encode())
        self.assertIn(b" 200 ", stream.recv(4096))
        return stream

    def test_sigterm_ends_it_though_pages_are_open(self):
        """With pages that follow and connections that idle, it ends at once and as done."""
        self.start()
        self.follower()
        idle = socket.create_connection((self.console.host, self.console.port), timeout=30)
        self.addCleanup(idle.close)
        status, took = self.console.stop()
        self.assertEqual(status, 0)
        self.assertLess(took, 5)

    def test_ctrl_c_ends_it(self):
        """SIGINT ends it, too."""
        self.start()
        self.console.process.send_signal(signal.SIGINT)
        self.assertIn(self.console.process.wait(timeout=10), (0, 130))

    def test_change_by_another_process_is_told_to_followers(self):
        """Within a few seconds of being committed."""
        self.make().place()
        self.start()
        stream = self.follower()
        self.console.sluice("order", "confirm", "risk")
        told, end = b"", time.monotonic() + 30
        while b"event: change" not in told and time.monotonic() < end:
            told += stream.recv(4096)
        self.assertIn(b"event: change", told)

    def test_port_in_use_is_told(self):
        """Two consoles on one port: the second says why it does not start."""
        self.start()
        done = self.console.attempt("console", "--port", str(self.console.port), timeout=30)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(str(self.console.port), done.stderr)
        self.assertEqual(done.stdout, "")

    def test_run_advances_what_is_due(self):
        """With --run, the console takes an order to its end by itself."""
        self.make(speed=600).place()
        self.console.sluice("order", "confirm", "risk")
        self.start("--run")
        until(lambda: self.console.show()["phase"] == "provisioned", "the order is provisioned", 90)
        self.assertEqual(self.console.purchases(), 1)
        self.assertEqual(json.loads(self.console.sluice("audit", "verify", "--json")).get("error"), None)


if __name__ == "__main__":
    unittest.main()
