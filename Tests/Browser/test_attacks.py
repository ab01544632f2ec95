"""Whoever means harm: other sites, other machines, strangers without a token, and those who send too much."""

import http.client
import re
import resource
import socket
import threading
import time
import unittest

from cases import PAGES, BrowserTestCase, ConsoleTestCase, expect
from console import EXAMPLES, PATIENCE, until

MARKUP = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>"""
# What of it must never stand in a page as it is.
UNESCAPED = ["<script>alert", "<img src=x", "\"'><"]
SECRET_PATHS = [
    *PAGES, "/orders/risk", "/orders/risk/versions/1", "/orders/risk?version=1", "/new?kind=Workspace", "/events",
    "/audit/proofs/risk", "/audit/export/sluice-1.jsonl", "/audit/export/sluice-1.jsonl.checkpoint", "/nowhere",
]
WIZARD = {
    "kind": "ExclusiveOrder", "name": "risk2", "region": "cn-beijing", "method": "subscription", "months": "12",
    "masterModel": "Ecs_4c16g", "masterCount": "3", "slaveModel": "Ecs_8c32g", "slaveCount": "6",
    "clusterName": "risk_cluster2", "clusterDescription": "Risk control", "zone": "cn-beijing-f", "vpc": "vpc-prod",
    "vSwitch": "vsw-prod-f", "bucket": "risk-udf", "cidr": "10.20.0.0/16", "project1": "risk_rt2",
    "project1Units": "30",
}


class PlacedTestCase(ConsoleTestCase):
    """Tests on a console with one draft."""

    def setUp(self):
        self.make().place()
        self.start()
        self.user = self.visitor()
        self.before = self.console.show()

    def assert_nothing_changed(self):
        """Asserts that the order stands where it stood, and that no other came."""
        self.assertEqual(self.console.show(), self.before)
        self.assertEqual(self.console.sluice("order", "list", "--json").count('"phase"'), 1)

    def assert_alive(self):
        """Asserts that the console still answers."""
        self.assertIsNone(self.console.process.poll(), f"the console is gone: {self.console.complaints()[-2000:]}")
        self.assertEqual(self.visitor().get("/orders").status, 200)


class ForgeryTests(PlacedTestCase):
    """Forms that no page of the console sent."""

    # Whatever changes something, with fields that would do.
    changes = {
        "/orders/risk/confirm": {"version": "1"}, "/orders/risk/advance": {}, "/orders/risk/mend": {"version": "1"},
        "/orders/risk/withdraw": {"version": "1", "reason": "forged"},
        "/orders/risk/repurchase": {"version": "1", "reason": "forged"},
        "/orders/risk/adopt": {"version": "1", "reason": "forged", "orderNumber": "1"},
        "/orders/risk/amend": {"version": "1", "manifest": "kind: ExclusiveOrder"},
        "/new/place": WIZARD, "/audit/checkpoint": {}, "/cloud/clock": {"by": "30m"}, "/cloud/speed": {"speed": "9"},
        "/cloud/faults": {"fault": "purchase:timeout-after"}, "/preferences": {"back": "/", "language": "zh"},
    }

    def assert_refused(self, send):
        """Asserts that every change is refused when it is sent in some way."""
        cloud = self.console.cloud()
        for path, fields in self.changes.items():
            with self.subTest(path):
                answer = send(path, fields)
                self.assertEqual(answer.status, 403, answer.text[:500])
                self.assertNotIn("Set-Cookie", answer.headers)
        self.assert_nothing_changed()
        after = self.console.cloud()
        for volatile in ("calls", "clock", "now"):
            cloud.pop(volatile, None), after.pop(volatile, None)
        self.assertEqual(after, cloud)

    def test_form_without_token_changes_nothing(self):
        """A cookie is not enough."""
        self.assert_refused(self.user.post)

    def test_form_with_wrong_token_changes_nothing(self):
        """Nor is a guess, nor the token of another visitor."""
        self.assert_refused(lambda path, fields: self.user.post(path, fields | {"formToken": "x" * 43}))
        other = self.visitor().form_token()
        if other != self.user.form_token():
            self.assert_refused(lambda path, fields: self.user.post(path, fields | {"formToken": other}))
        self.assert_refused(lambda path, fields: self.user.post(path, fields | {"formToken": ""}))

    def test_form_of_another_site_changes_nothing(self):
        """Even with the right token, another site's form is refused."""
        token = self.user.form_token()
        for headers in (
            {"Origin": "https://evil.example"}, {"Origin": f"http://evil.example:{self.console.port}"},
            {"Origin": f"http://127.0.0.1:{self.console.port + 1}"}, {"Origin": f"{self.console.url}.evil.example"},
            {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
            {"Origin": "null", "Sec-Fetch-Site": "cross-site"}, {"Origin": "null"},
            {"Origin": self.console.url, "Sec-Fetch-Site": "cross-site"},
        ):
            with self.subTest(headers=headers):
                self.assert_refused(
                    lambda path, fields: self.user.post(path, fields | {"formToken": token}, headers))

    def test_token_in_the_address_does_not_do(self):
        """The form's token counts in the form alone, and what changes something is not read with GET."""
        token = self.user.form_token()
        answer = self.user.post(f"/orders/risk/confirm?formToken={token}", {"version": "1"})
        self.assertEqual(answer.status, 403)
        answer = self.user.get(f"/orders/risk/confirm?formToken={token}&version=1")
        self.assertIn(answer.status, (404, 405))
        self.assert_nothing_changed()

    def test_browser_of_the_console_itself_is_let_through(self):
        """What a browser sends with a form of the console's own pages is accepted."""
        answer = self.user.submit("/orders/risk/confirm", {"version": "1"}, headers={
            "Origin": self.console.url, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"})
        self.assertEqual(answer.status, 303, answer.text[-500:])
        self.assertEqual(self.console.show()["phase"], "confirmed")


class OwnFormTests(BrowserTestCase):
    """Forms of the console's own pages, as a browser sends them."""

    def test_form_of_a_page_is_accepted_from_a_browser(self):
        """What refuses other sites does not refuse the console's own pages, with scripts and without."""
        self.start()
        for scripts in (True, False):
            with self.subTest(scripts=scripts):
                page = self.open(java_script_enabled=scripts)
                sent = []
                page.on("request", lambda request: request.method == "POST" and sent.append(request))
                with page.expect_navigation() as navigation:
                    page.get_by_role("button", name="Dark").click()
                headers = {key: value for key, value in sent[0].all_headers().items()
                           if key in ("origin", "referer") or key.startswith("sec-fetch")}
                self.assertEqual(navigation.value.status, 200, f"was sent with {headers}")


class StrangerTests(PlacedTestCase):
    """Without the token."""

    def test_every_page_is_closed_without_cookie(self):
        """Nothing of the store is shown to whoever has no token."""
        stranger = self.visitor(enter=False)
        for path in SECRET_PATHS:
            with self.subTest(path):
                answer = stranger.get(path)
                self.assertEqual(answer.status, 401)
                self.assertNotIn("risk_rt", answer.text)
                self.assertNotIn("Set-Cookie", answer.headers)
        answer = stranger.post("/orders/risk/confirm", {"version": "1", "formToken": self.user.form_token()})
        self.assertEqual(answer.status, 401)
        self.assert_nothing_changed()

    def test_wrong_tokens_and_cookies_are_refused(self):
        """Neither a guess, nor a part, nor the cookie of another console lets in."""
        stranger = self.visitor(enter=False)
        token = self.console.token
        name, value = self.user.cookie.split("=", 1)
        for wrong in ("", "x", "x" * 43, token[:-1], token + "x", token.swapcase(), "%00", "x" * 8000):
            with self.subTest(token=wrong[:50]):
                self.assertEqual(stranger.get(f"/?token={wrong}").status, 401)
                self.assertEqual(stranger.get("/orders", headers={"Authorization": f"Bearer {wrong}"}).status, 401)
        for wrong in (f"{name}={token}", f"{name}=", f"{name}={value[:-1]}", f"other={value}", f"{name}={'x' * 43}"):
            with self.subTest(cookie=wrong):
                self.assertEqual(stranger.get("/orders", headers={"Cookie": wrong}).status, 401)

    def test_bearer_token_lets_in(self):
        """A proxy sends the token with each request."""
        answer = self.visitor(enter=False).get("/orders", headers={"Authorization": f"Bearer {self.console.token}"})
        self.assertEqual(answer.status, 200)

    def test_other_host_is_refused(self):
        """A name that somebody has pointed to this machine is not the console's."""
        for host in ("evil.example", f"evil.example:{self.console.port}", "127.0.0.1:1", "", "127.0.0.1.evil.example",
                     f"127.0.0.1:{self.console.port}@evil.example"):
            for path in ("/orders", self.console.entrance, "/metrics"):
                with self.subTest(path, host=host):
                    answer = self.user.get(path, headers={"Host": host})
                    self.assertIn(answer.status, (400, 403, 421))
                    self.assertNotIn("risk", answer.text)
                    self.assertNotIn("Set-Cookie", answer.headers)

    def test_two_consoles_do_not_share_a_cookie(self):
        """Two consoles on one machine let each in by its own cookie."""
        first, other = self.console, type(self.console)()
        self.addCleanup(other.remove)
        other.start()
        self.assertEqual(self.user.cookie.split("=")[0].count(str(first.port)), 1)
        self.console = other
        self.assertEqual(self.visitor(enter=False).get("/orders", headers={"Cookie": self.user.cookie}).status, 401)
        self.console = first


class HeaderTests(PlacedTestCase):
    """What every answer says to the browser."""

    def test_cookie_is_for_this_site_alone(self):
        """Scripts do not see it, and other sites do not send it."""
        answer = self.visitor(enter=False).get(self.console.entrance)
        self.assertEqual(answer.status, 303)
        self.assertEqual(answer.headers["Location"], "/")
        attributes = [part.strip().lower() for part in answer.headers["Set-Cookie"].split(";")[1:]]
        self.assertIn("httponly", attributes)
        self.assertIn("samesite=strict", attributes)
        self.assertIn("path=/", attributes)
        self.assertNotIn(self.console.token, answer.headers["Set-Cookie"])

    def test_every_answer_forbids_foreign_scripts(self):
        """The policy allows nothing inline, nothing foreign and no frame; nothing is kept by caches."""
        for path in [*SECRET_PATHS, "/healthz", "/metrics", "/assets/console.js", "/assets/console.css", "/orders/x"]:
            if path == "/events":
                continue
            with self.subTest(path):
                answer = self.user.get(path)
                policy = answer.headers["Content-Security-Policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertIn("frame-ancestors 'none'", policy)
                self.assertIn("form-action 'self'", policy)
                self.assertIn("base-uri 'none'", policy)
                self.assertNotIn("unsafe", policy)
                self.assertNotIn("*", policy)
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
                self.assertIn(answer.headers["Referrer-Policy"], ("no-referrer", "same-origin"))
                if not path.startswith("/assets"):
                    self.assertIn("no-store", answer.headers["Cache-Control"])
                self.assertNotIn("<script>", answer.text)
                self.assertNotRegex(answer.text, r"<[^>]* (style|on[a-z]+)=")

    def test_nobody_is_sent_elsewhere(self):
        """What a form says to go back to is a page of the console, or the first one."""
        for back in ("https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example",
                     "javascript:alert(1)", "/\t/evil.example", "/\r\nSet-Cookie: a=b", "", "evil.example",
                     "/\n//evil.example", "http:evil.example", "/..//evil.example"):
            with self.subTest(back=back):
                answer = self.user.submit("/preferences", {"back": back, "language": "en"})
                self.assertNotIn("a=b", str(answer.headers.get("Set-Cookie")).split(";")[0])
                if answer.status in (302, 303, 307, 308):
                    self.assertRegex(answer.headers["Location"], r"^/([^/\\\s][^\s]*)?$")
                else:
                    self.assertLess(answer.status, 500)


class MarkupTests(BrowserTestCase):
    """Markup in whatever somebody else may write."""

    def setUp(self):
        self.make().place()
        self.start()
        self.user = self.visitor()

    def assert_escaped(self, answer, what):
        """Asserts that markup comes back as text, or in no page at all."""
        kind = answer.headers.get("Content-Type") or ""
        if "html" in kind or "svg" in kind or "xml" in kind:
            for part in UNESCAPED:
                self.assertNotIn(part, answer.text, what)
        else:
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff", what)
            self.assertNotIn("javascript", kind, what)
        for name, value in answer.headers.items():
            self.assertNotIn("<script>", value, f"{what}: {name}")

    def test_markup_in_every_field_of_the_wizard_is_text(self):
        """One field after the other, and all at once."""
        for path in ("/new/check", "/new/place", "/new/manifest"):
            for field in WIZARD:
                with self.subTest(path, field=field):
                    self.assert_escaped(self.user.submit(path, WIZARD | {field: MARKUP}), field)
            self.assert_escaped(self.user.submit(path, {field: MARKUP for field in WIZARD}), "all")
            self.assert_escaped(self.user.submit(path, WIZARD | {MARKUP: MARKUP}), "a name")

    def test_markup_in_manifests_is_text(self):
        """Nor does it leave the field that holds the manifest."""
        for kind in ("Workspace", "ClusterScaling", "RoleChange", "SharedOrder", "Nonsense"):
            for manifest in (MARKUP, "</textarea>" + MARKUP, f"kind: {kind}\nmetadata: {{ name: '{MARKUP[:25]}' }}\n"):
                for path in ("/new/check", "/new/place", "/new/manifest"):
                    with self.subTest(path, kind=kind, manifest=manifest):
                        answer = self.user.submit(path, {"kind": kind, "manifest": manifest})
                        self.assert_escaped(answer, path)
                        if "html" in answer.headers["Content-Type"]:
                            self.assertNotIn("</textarea><", answer.text.replace("</textarea></p>", ""))

    def test_markup_in_addresses_is_text(self):
        """Whatever a link may hold."""
        quoted = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22'%3E%3Cimg%20src%3Dx%20onerror%3Dalert(2)%3E"
        for path in (
            "/orders?text=", "/orders?phase=", "/orders?kind=", "/orders?finished=", "/orders?sort=", "/orders?cursor=",
            "/orders?after=", "/orders/risk?version=", "/orders/risk?at=", "/orders/risk?notice=", "/orders?notice=",
            "/new?kind=", "/new?name=", "/orders/", "/orders/risk/versions/", "/audit/proofs/",
            "/audit/proofs/risk?version=", "/audit/export/", "/access?for=", "/clusters?", "/cloud?notice=",
            "/audit?notice=", "/assets/", "/", "/orders/risk/", "/?token=",
        ):
            with self.subTest(path):
                self.assert_escaped(self.user.get(path + quoted), path)

    def test_markup_in_decisions_is_text(self):
        """Reasons, numbers, versions, durations and faults."""
        for path, fields in {
            "/orders/risk/withdraw": {"reason": MARKUP},
            "/orders/risk/adopt": {"reason": MARKUP, "orderNumber": MARKUP},
            "/orders/risk/repurchase": {"reason": MARKUP}, "/orders/risk/amend": {"manifest": MARKUP},
            "/orders/risk/confirm": {"despiteFindings": MARKUP}, "/orders/risk/mend": {"check": MARKUP},
            "/cloud/clock": {"by": MARKUP}, "/cloud/speed": {"speed": MARKUP}, "/cloud/faults": {"fault": MARKUP},
            "/preferences": {"back": "/" + MARKUP, "language": MARKUP, "theme": MARKUP},
            "/orders/%3Cscript%3Ealert(1)%3C%2Fscript%3E/confirm": {},
        }.items():
            for version in (None, "1", MARKUP):
                with self.subTest(path, version=version):
                    sent = fields if version is None else fields | {"version": version}
                    answer = self.user.submit(path, sent)
                    self.assert_escaped(answer, path)
                    if answer.status == 303 and "%3C" not in path:
                        self.assert_escaped(self.user.get(answer.headers["Location"]), path)

    def test_markup_from_the_cloud_and_from_reasons_runs_in_no_browser(self):
        """Names of the vendor's resources and reasons of colleagues are shown as they are, and do nothing."""
        self.console.sluice("cloud", "set", "vpc/vpc-prod", f"name={MARKUP}")
        self.console.sluice("cloud", "set", "bucket/risk-udf", "acl=public-read")
        self.console.place("other")
        self.console.sluice("order", "withdraw", "risk", "--reason", MARKUP)
        page = self.open()
        for path in [*PAGES, "/orders/risk", "/orders/other", "/orders/risk/versions/2", "/orders/risk?version=1"]:
            with self.subTest(path):
                self.go(page, path)
                self.assertEqual(page.locator("img[src=x]").count(), 0)
                self.assert_escaped(self.user.get(path), path)
        self.go(page, "/orders/risk")
        expect(page.locator("#history")).to_contain_text(MARKUP)
        # The preview is put into the page by a script.
        self.go(page, "/new")
        for field in ("name", "clusterName", "clusterDescription", "cidr", "project1"):
            page.locator(f"[name={field}]").fill(MARKUP[:64])
        expect(page.locator("#preview .faults")).to_contain_text("<script>alert(1)</script>")
        self.assertEqual(page.locator("img[src=x]").count(), 0)
        page.get_by_role("button", name="Place").click()
        expect(page.locator("#preview .faults")).to_contain_text("<script>alert(1)</script>")
        self.assertEqual(page.locator("img[src=x]").count(), 0)
        self.assertEqual(self.dialogs, [])


class RefusalTests(PlacedTestCase):
    """What is refused."""

    def test_what_is_refused_is_no_fault_of_the_console(self):
        """A wrong name, number or word is answered with a page and a status that says who has to mend it: no 5xx."""
        self.console.sluice("order", "confirm", "risk")
        wrong = []

        def judge(what, ask):
            try:
                answer = ask()
            except (OSError, http.client.HTTPException) as error:
                complaints = self.console.complaints()
                wrong.append((repr(error), what, complaints[:200]))
                if until(lambda: self.console.process.poll() is not None, "it ends, if it crashed") and complaints:
                    self.console.stop()
                    self.console.start()
                    self.user = self.visitor()
                return
            if answer.status >= 500 or (
                    answer.status != 303 and "text/html" not in answer.headers.get("Content-Type", "")):
                wrong.append((answer.status, what, answer.text.strip()[:80]))

        for path in ("/orders/nobody", "/orders/%00", "/orders/risk/versions/99", "/orders/risk/versions/x",
                     "/orders/risk?version=99", "/orders/risk?version=x", "/audit/proofs/nobody",
                     "/audit/proofs/risk?version=99", "/audit/export/sluice-99.jsonl",
                     "/audit/export/sluice-0.jsonl", "/audit/export/x", "/new?kind=Nonsense", "/orders?phase=x",
                     "/orders?kind=x", "/orders?sort=x", "/nowhere"):
            judge(f"GET {path}", lambda: self.user.get(path))
        for path, fields in (
            ("/orders/nobody/confirm", {"version": "1"}), ("/orders/nobody/advance", {}),
            ("/orders/risk/confirm", {"version": "2"}), ("/orders/risk/confirm", {"version": "x"}),
            ("/orders/risk/confirm", {}), ("/orders/risk/adopt", {"version": "2", "orderNumber": "1", "reason": "x"}),
            ("/orders/risk/repurchase", {"version": "2", "reason": "x"}),
            ("/orders/risk/repurchase", {"version": "2", "reason": ""}),
            ("/orders/risk/abandon", {"version": "2", "reason": "x"}), ("/orders/risk/mend", {"version": "2"}),
            ("/orders/risk/amend", {"version": "2", "manifest": ""}),
            ("/orders/risk/amend", {"version": "2", "manifest": "{"}),
            ("/orders/risk/amend", {"version": "2", "manifest": "kind: ExclusiveOrder"}),
            ("/orders/risk/nonsense", {}), ("/new/check", {"kind": "Nonsense"}), ("/new/place", {"kind": "Nonsense"}),
            ("/new/place", {"kind": "Workspace", "manifest": "{"}), ("/new/place", WIZARD | {"name": "risk"}),
            ("/cloud/clock", {"by": "x"}), ("/cloud/clock", {"by": "-1h"}), ("/cloud/speed", {"speed": "x"}),
            ("/cloud/speed", {"speed": "-1"}), ("/cloud/speed", {"speed": "1e400"}), ("/cloud/faults", {"fault": "x"}),
        ):
            judge(f"POST {path} {fields}", lambda: self.user.submit(path, fields))
        self.assertEqual(wrong, [], "\n" + "\n".join(map(str, wrong)))
        self.assertEqual(self.console.show()["version"], 2)

    def test_reason_that_the_command_refuses_is_refused(self):
        """What asks for a reason is not done without one; some words on one line, at most 500 characters."""
        reasons = [None, "", " ", "two\nlines", "x" * 501]
        names = [f"order-{number}" for number in range(len(reasons))]
        self.console.place(*names)
        for name, reason in zip(names, reasons):
            with self.subTest(reason=reason and reason[:20]):
                if reason is not None:
                    self.console.sluice("order", "withdraw", name, "--reason", reason, status=(64,))
                fields = {"version": "1"} if reason is None else {"version": "1", "reason": reason}
                self.user.submit(f"/orders/{name}/withdraw", fields)
                self.assertEqual(self.console.show(name)["phase"], "drafted")

    def test_amending_with_any_manifest_leaves_the_console_alive(self):
        """Nothing that somebody pastes into a field ends the console for everybody."""
        for manifest in (None, "", " ", "{", "kind: ExclusiveOrder", "kind: Workspace", "[]", "null", "a", "---\n---\n",
                         (EXAMPLES / "risk.yaml").read_text(), (EXAMPLES / "two-projects.yaml").read_text(),
                         (EXAMPLES / "world.yaml").read_text()):
            with self.subTest(manifest=manifest and manifest[:30]):
                fields = {"version": "1"} if manifest is None else {"version": "1", "manifest": manifest}
                answer = None
                try:
                    answer = self.user.submit("/orders/risk/amend", fields)
                except (OSError, http.client.HTTPException):
                    until(lambda: self.console.process.poll() is not None, "it ends, if it crashed")
                    complaints = self.console.complaints()[:300]
                    self.console.stop()
                    self.console.start()
                    self.user = self.visitor()
                self.assertIsNotNone(answer, answer or f"it crashed: {complaints}")
        self.assert_alive()


class ReadOnlyTests(BrowserTestCase):
    """--read-only."""

    # What is asked for by a form, and changes nothing.
    looking = ("/preferences", "/audit/verify", "/new/check", "/new/manifest")

    def test_read_only_console_changes_nothing(self):
        """Every change is refused, and no page offers one."""
        self.make().place()
        before = self.console.show()
        self.start("--read-only")
        user = self.visitor()
        for path, fields in ForgeryTests.changes.items():
            with self.subTest(path):
                answer = user.submit(path, fields)
                if path in self.looking:
                    self.assertNotEqual(answer.status, 403)
                    continue
                self.assertEqual(answer.status, 403, answer.text[-400:])
        self.assertEqual(self.console.show(), before)
        self.assertEqual(self.console.cloud()["faults"], [])
        page = self.open("/orders/risk")
        for name in ("Confirm", "Advance", "Withdraw", "Amend"):
            for button in page.get_by_role("button", name=name, exact=True).all():
                expect(button).to_be_disabled()
        page.get_by_role("button", name="中文").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


class FloodTests(PlacedTestCase):
    """Too much, too long, too slow."""

    def connect(self):
        """A connection, on which anything may be sent."""
        stream = socket.create_connection((self.console.host, self.console.port), timeout=PATIENCE)
        self.addCleanup(stream.close)
        return stream

    def head(self, method="POST", path="/orders/risk/withdraw", *lines):
        """The head of a request of a visitor who was let in."""
        return "\r\n".join([
            f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.console.port}", f"Cookie: {self.user.cookie}",
            "Content-Type: application/x-www-form-urlencoded", *lines, "", ""]).encode()

    def drip(self, opening, drop):
        """Sends drop by drop until it is cut off; returns after how long, and how others fared meanwhile."""
        slowest, stop = [0.0], threading.Event()

        def others():
            while not stop.is_set():
                began = time.monotonic()
                if self.user.get("/orders").status != 200:
                    slowest[0] = PATIENCE
                slowest[0] = max(slowest[0], time.monotonic() - began)
                stop.wait(0.25)

        crowd = threading.Thread(target=others)
        crowd.start()
        try:
            stream = self.connect()
            stream.sendall(opening)
            began = time.monotonic()
            stream.settimeout(0.5)
            while time.monotonic() - began < 60:
                try:
                    stream.sendall(drop)
                    # An answer, or the end.
                    stream.recv(65536)
                    break
                except TimeoutError:
                    continue
                except OSError:
                    break
            return time.monotonic() - began, slowest[0]
        finally:
            stop.set()
            crowd.join()

    def test_body_that_never_ends_is_cut_off(self):
        """Within half a minute, and others are answered meanwhile."""
        for lines, drop in ((["Content-Length: 100000"], b"a"), (["Transfer-Encoding: chunked"], b"1\r\na\r\n")):
            with self.subTest(lines=lines):
                took, slowest = self.drip(self.head("POST", "/orders/risk/withdraw", *lines), drop)
                self.assertLess(took, 35)
                self.assertLess(slowest, 10)
        self.assert_nothing_changed()

    def test_head_that_never_ends_is_cut_off(self):
        """The same for headers."""
        took, slowest = self.drip(self.head()[:-2], b"X-A: b\r\n")
        self.assertLess(took, 35)
        self.assertLess(slowest, 10)

    def refused_size(self, head, size, chunked=False):
        """The status with which so large a body is answered."""
        stream = self.connect()
        stream.settimeout(35)
        stream.sendall(head)
        block = b"a" * 65536
        if chunked:
            block = b"10000\r\n" + block + b"\r\n"
        try:
            for _ in range(size // 65536):
                stream.sendall(block)
        except OSError:
            pass
        try:
            answer = stream.recv(65536)
        except OSError as error:
            return str(error)
        match = re.match(rb"HTTP/1\.1 (\d+)", answer)
        return int(match[1]) if match else answer[:100]

    def test_large_body_is_refused(self):
        """5 MB are too much, announced or not."""
        size = 5 << 20
        memory = self.console.memory()
        announced = self.head("POST", "/new/check", f"Content-Length: {size}")
        self.assertEqual(self.refused_size(announced, size), 413)
        self.assertEqual(
            self.refused_size(self.head("POST", "/new/check", "Transfer-Encoding: chunked"), size, True), 413)
        stranger = announced.replace(b"Cookie", b"X-Cookie")
        self.assertIn(self.refused_size(stranger, size), (401, 413))
        # What is announced and never comes is not waited for without end.
        announced = self.head("POST", "/new/check", "Content-Length: 99999999999")
        self.assertIn(self.refused_size(announced, 0), (413, 408, 400, b""))
        self.assertLess(self.console.memory() - memory, 100)
        self.assert_alive()
        self.assert_nothing_changed()

    def test_malformed_requests_are_refused_and_harm_nobody(self):
        """Whatever bytes come, they are refused as a fault of who sent them, and the console goes on."""
        head = self.head
        for what, sent in {
            "zeros": b"\x00" * 4096,
            "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 500,
            "half a line": b"GET\r\n\r\n",
            "a version to come": b"GET / HTTP/9.9\r\n\r\n",
            "a path of 1 MB": b"GET /" + b"a" * (1 << 20) + b" HTTP/1.1\r\n\r\n",
            "a header of 1 MB": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * (1 << 20) + b"\r\n\r\n",
            "20,000 headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-A: a\r\n" * 20000 + b"\r\n",
            "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "a foreign address": b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "a length below zero": head("POST", "/orders/risk/confirm", "Content-Length: -1"),
            "two lengths": head("POST", "/orders/risk/confirm", "Content-Length: 1", "Content-Length: 2") + b"aa",
            "a length and chunks": head(
                "POST", "/orders/risk/confirm", "Content-Length: 5", "Transfer-Encoding: chunked")
            + b"0\r\n\r\nGET /orders HTTP/1.1\r\n\r\n",
            "a chunk without end": head("POST", "/orders/risk/confirm", "Transfer-Encoding: chunked")
            + b"fffffffffffffffff\r\n",
            "a chunk of no size": head("POST", "/orders/risk/confirm", "Transfer-Encoding: chunked") + b"zz\r\n",
            "a zero in the path": head("GET", "/orders/%00"),
            "no UTF-8": head("GET", "/orders/%ff%fe"),
            "half an escape": head("GET", "/%"),
            "a way out": head("GET", "/orders/../../../../etc/passwd"),
            "a way out of assets": head("GET", "/assets/..%2f..%2fetc%2fpasswd"),
            "TRACE": head("TRACE", "/"), "DELETE": head("DELETE", "/orders/risk"), "PUT": head("PUT", "/orders/risk"),
            "OPTIONS": head("OPTIONS", "*"), "CONNECT": head("CONNECT", "evil.example:443"),
        }.items():
            with self.subTest(what):
                stream = self.connect()
                answer = b""
                try:
                    stream.sendall(sent)
                    stream.shutdown(socket.SHUT_WR)
                    while part := stream.recv(65536):
                        answer += part
                except OSError:
                    pass
                self.assertNotRegex(answer, rb"^HTTP/1\.1 (2|5)\d\d")
                self.assertNotIn(b"root:x:0", answer)
                self.assertLessEqual(answer.count(b"HTTP/1.1 "), 1, "two answers to one request")
        self.assert_alive()
        self.assert_nothing_changed()

    def test_manifests_that_explode_are_refused(self):
        """Depth, aliases and length neither end the console nor fill its memory."""
        memory = self.console.memory()
        laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
        deep = "".join(" " * n + "a:\n" for n in range(600))
        for manifest in ("[" * 100_000, "{a: " * 50_000, "- " * 50_000, laughs, deep, "a" * 200_000, "\n" * 200_000,
                         "&a [*a]", "? " * 50_000, "\x00", "---\n" * 50_000, "a: 1\n" * 30_000, "!!" * 50_000):
            for path in ("/new/check", "/orders/risk/amend"):
                with self.subTest(path, manifest=manifest[:30]):
                    began = time.monotonic()
                    answer = self.user.submit(path, {"kind": "Workspace", "version": "1", "manifest": manifest})
                    self.assertNotEqual(answer.status, 303, answer.headers.get("Location"))
                    self.assertLess(time.monotonic() - began, 15)
        self.assert_alive()
        self.assertLess(self.console.memory() - memory, 200)
        self.assert_nothing_changed()

    def test_thousands_of_idle_connections_leave_it_alive(self):
        """It goes on, its memory stays bounded, and it answers once they are gone."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        memory = self.console.memory()
        streams = []
        self.addCleanup(lambda: [stream.close() for stream in streams])
        for _ in range(min(10_000, hard - 500)):
            stream = socket.socket()
            stream.settimeout(5)
            streams.append(stream)
            try:
                stream.connect((self.console.host, self.console.port))
            except OSError:
                break
        self.assertGreater(len(streams), 500)
        self.assertIsNone(self.console.process.poll(), "the console is gone")
        self.assertLess(self.console.memory() - memory, 200)
        for stream in streams:
            stream.close()
        streams.clear()

        def answers():
            try:
                return self.user.ask("GET", "/orders", timeout=5).status == 200
            except (OSError, http.client.HTTPException):
                return False

        until(answers, "it answers once they are gone", 60)
        self.assertLess(self.console.memory() - memory, 200)

    def test_idle_strangers_do_not_lock_the_user_out(self):
        """A thousand connections that send nothing: the user is answered nevertheless, in a minute at most."""
        streams = []
        self.addCleanup(lambda: [stream.close() for stream in streams])
        for _ in range(1000):
            try:
                streams.append(socket.create_connection((self.console.host, self.console.port), timeout=2))
            except OSError:
                break

        def answers():
            try:
                return self.user.ask("GET", "/orders", timeout=10).status == 200
            except (OSError, http.client.HTTPException):
                return False

        until(answers, "the user is answered", 60)

    def test_crowd_of_followers(self):
        """Two hundred open pages follow the store, and whoever asks is answered; those who left are let go."""
        streams = []
        for _ in range(200):
            stream = self.connect()
            stream.sendall(self.head("GET", "/events"))
            streams.append(stream)
        opened = 0
        for stream in streams:
            if stream.recv(4096).startswith(b"HTTP/1.1 200"):
                opened += 1
        self.assertGreater(opened, 0)
        self.assertEqual(self.user.get("/orders").status, 200)
        for stream in streams:
            stream.close()
        self.assert_alive()

    def test_confirm_by_many_at_once_counts_once(self):
        """Twenty confirm and advance at the same time: it is bought once."""
        token = self.user.form_token()
        statuses = []

        def press():
            for path in ("confirm", "advance"):
                answer = self.user.post(f"/orders/risk/{path}", {"formToken": token, "version": "1"}, timeout=60)
                statuses.append((path, answer.status))

        crowd = [threading.Thread(target=press) for _ in range(20)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        self.console.sluice("advance", "risk", status=(0, 20, 13))
        self.assertEqual(self.console.purchases(), 1)
        self.console.sluice("audit", "verify")
        self.assertEqual(len(statuses), 40)
        self.assertEqual([status for status in statuses if status[1] >= 500], [])


class ProxyTests(ConsoleTestCase):
    """Behind a proxy that signs people in."""

    def test_actor_is_whom_the_proxy_names(self):
        """History names who decided; the header counts only when the console was told of it."""
        self.make().place("first", "second")
        for order, arguments, expected in (("first", ["--user-header", "X-User"], True), ("second", [], False)):
            with self.subTest(arguments=arguments):
                self.console.start(*arguments)
                try:
                    headers = {"X-User": "alice@example.com"}
                    user = self.visitor()
                    token = re.search(
                        r'name="formToken" value="([^"]+)"', user.get("/", headers=headers).text)[1]
                    answer = user.post(
                        f"/orders/{order}/withdraw", {"formToken": token, "version": "1", "reason": "x"}, headers)
                    self.assertEqual(answer.status, 303, answer.text[-400:])
                    history = self.console.sluice("history", order, "--json")
                    self.assertEqual("alice@example.com" in history, expected)
                finally:
                    self.console.stop()

    def test_named_host_is_served(self):
        """--host names what the proxy is asked by."""
        self.start("--host", "console.example:8443")
        user = self.visitor()
        self.assertEqual(user.get("/orders", headers={"Host": "console.example:8443"}).status, 200)
        self.assertIn(user.get("/orders", headers={"Host": "console.example"}).status, (400, 403, 421))

    def test_token_of_a_file(self):
        """The token of a file is taken, and one that could be guessed is not."""
        self.make()
        short = self.console.write("short", "tooshort\n")
        done = self.console.attempt("console", "--token-file", short, timeout=20)
        self.assertNotEqual(done.returncode, 0)
        token = "abcdefghijklmnopqrstuvwxyz0123456789ABCD"
        self.start("--token-file", self.console.write("token", token + "\n"))
        self.assertEqual(self.console.token, token)
        self.assertEqual(self.visitor().get("/orders").status, 200)


if __name__ == "__main__":
    unittest.main()
