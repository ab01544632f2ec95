"""RPC V1 and ROA V1 signatures as the legacy SDK writes them."""

import re

from cases import ServedTestCase
from dialects import DialectTests, NonceTests
from relay import Request
from worlds import REGION


class RpcV1(NonceTests, DialectTests, ServedTestCase):
    """RPC V1 as the legacy SDK signs it."""

    def read(self, sdk):
        """Reads the VPCs."""
        return sdk.legacy_rpc("DescribeVpcs", "2016-04-28", RegionId=REGION)

    def altered(self, request):
        """The request with one more parameter."""
        return Request(request.method, request.target + "&x=y", request.headers, request.body)

    @staticmethod
    def forged(request):
        """The request with the first letters of its signature changed."""
        return Request(request.method, re.sub("Signature=....", "Signature=AAAA", request.target),
                       request.headers, request.body)

    def test_get(self):
        """RPC calls may be GET."""
        answer = self.sdk.legacy_rpc("DescribeVpcs", "2016-04-28", "GET", RegionId=REGION)
        self.assertEqual(answer["TotalCount"], 1)

    def test_missing_parameter(self):
        """A required parameter of the signature that is missing is refused."""
        for name in ("Timestamp", "SignatureNonce", "AccessKeyId", "Signature"):
            with self.subTest(parameter=name):
                code, status = self.tampered(lambda request, name=name: Request(
                    request.method, re.sub(rf"(?<=[?&]){name}=[^&]*&?", "", request.target), request.headers, request.body))
                self.assertIn(code, ("MissingParameter", "IncompleteSignature"))
                self.assertEqual(status, 400)


class RoaV1(DialectTests, ServedTestCase):
    """ROA V1 as the legacy foas SDK signs it."""

    def read(self, sdk):
        """Reads the clusters."""
        return sdk.legacy_foas("ListCluster", region=REGION)

    def altered(self, request):
        """The request with one more parameter."""
        return Request(request.method, request.target + "&x=y", request.headers, request.body)

    def test_repeated_request(self):
        """There is no nonce: the same request again is answered again."""
        self.assertEqual(self.repeated(), (None, 200))

    def test_altered_body(self):
        """An altered byte of the body, whose MD5 is signed, is refused."""
        body = lambda request: Request(
            request.method, request.target, request.headers, request.body.replace(b"risk_rt", b"risk_rx"))
        self.relay.alter = body
        with self.assertRaises(Exception):
            self.relayed.legacy_foas("CreateQueue", clusterId="none", queueName="risk_rt", maxVcore=100, maxMemMB=4096)
        code, status = self.judged(self.relay.answers[-1])
        self.assertIn(code, ("SignatureDoesNotMatch", "ContentMD5NotMatched", "InvalidContentMD5"))
        self.assertEqual(status, 400)

    def test_missing_header(self):
        """A header that was signed, or the date, or the signature, is missed."""
        for name in ("Date", "Authorization", "x-acs-version", "x-acs-signature-method", "Accept"):
            with self.subTest(header=name):
                code, status = self.tampered(lambda request, name=name: request.without(name))
                self.assertIn(code, ("MissingParameter", "IncompleteSignature", "SignatureDoesNotMatch"))
                self.assertEqual(status, 400)
