"""What holds for every dialect of signature: what is accepted and what is refused."""

import json
from xml.etree import ElementTree

from clients import Clients, Key
from clocks import clock_off_by
from relay import Relay, Request


class DialectTests:
    """What holds for every dialect; `read` makes a call that reads."""

    mismatch = ("SignatureDoesNotMatch", 400)
    unknown_key = ("InvalidAccessKeyId.NotFound", 404)
    stale = ("InvalidTimeStamp.Expired", 400)

    def setUp(self):
        self.relay = Relay(self.emulator.address)
        self.addCleanup(self.relay.stop)
        self.relayed = Clients(self.relay.address)

    def tampered(self, alter):
        """Status and code of the answer to the SDK's request, altered on its way."""
        self.relay.alter = alter
        try:
            self.read(self.relayed)
        except Exception:
            pass  # What came over the wire is judged, not how the SDK took it.
        return self.judged(self.relay.answers[-1])

    @staticmethod
    def judged(answer):
        """Code and status of an answer, JSON or XML; no code if it succeeded."""
        status, headers, body = answer
        if status < 300:
            return None, status
        if "xml" in headers["Content-Type"]:
            return ElementTree.fromstring(body).findtext("Code"), status
        return json.loads(body)["Code"], status

    def test_right_signature(self):
        """A request signed with the right secret is answered, by way of a relay as well."""
        self.read(self.sdk)
        self.read(self.relayed)

    def test_wrong_secret(self):
        """A wrong secret is refused, and the SDK says so."""
        code, status = self.mismatch
        # The legacy SDK gives the code a name of its own where the vendor's string to sign equals its own.
        codes = (code, "InvalidAccessKeySecret")
        self.assert_refused(lambda: self.read(Clients(self.emulator.address, Key("testid", "wrong"))), codes, status)

    def test_unknown_key(self):
        """A key that nobody has is refused."""
        stranger = Clients(self.emulator.address, Key("nobody", "testsecret"))
        self.assert_refused(lambda: self.read(stranger), *self.unknown_key)

    def test_altered_target(self):
        """An altered byte of path or query is refused."""
        self.assertEqual(self.tampered(self.altered), self.mismatch)

    def test_altered_method(self):
        """Another method than the one signed is refused."""
        alter = lambda request: Request("DELETE", request.target, request.headers, request.body)
        code, status = self.tampered(alter)
        self.assertIn(code, (self.mismatch[0], "InvalidAction.NotFound", "UnsupportedHTTPMethod"))
        self.assertIn(status, range(400, 500))

    def test_altered_signature(self):
        """An altered byte of the signature is refused."""
        self.assertEqual(self.tampered(self.forged), self.mismatch)

    @staticmethod
    def forged(request):
        """The request with the last letters of its signature changed."""
        value = request.header("Authorization")
        return request.having("Authorization", value[:-4] + ("AAA=" if value.endswith("=") else "0000"))

    def test_stale_date(self):
        """A date more than 15 minutes old is refused."""
        with clock_off_by(minutes=-16):
            self.assert_refused(lambda: self.read(self.sdk), *self.stale)

    def test_future_date(self):
        """A date more than 15 minutes ahead is refused."""
        with clock_off_by(minutes=16):
            self.assert_refused(lambda: self.read(self.sdk), *self.stale)

    def test_date_within_bounds(self):
        """A clock that is a little wrong does no harm."""
        for minutes in (-14, 14):
            with self.subTest(minutes=minutes), clock_off_by(minutes=minutes):
                self.read(self.sdk)

    def repeated(self):
        """Code and status of the answer to a request sent twice, byte for byte."""
        self.read(self.relayed)
        status, headers, body = self.relay.seen[-1].send(self.emulator.address)
        return self.judged((status, dict(headers), body))


class NonceTests:
    """What holds for dialects with a nonce."""

    def test_repeated_nonce(self):
        """The same request a second time is refused."""
        self.assertEqual(self.repeated(), ("SignatureNonceUsed", 400))
