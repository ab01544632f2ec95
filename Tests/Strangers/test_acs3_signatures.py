"""ACS3 signatures, RPC and ROA, as tea_openapi writes them."""

from alibabacloud_vpc20160428 import models as vpc

from cases import ServedTestCase
from dialects import DialectTests, NonceTests
from relay import Request
from worlds import REGION


class Acs3Tests(NonceTests, DialectTests):
    """What holds for ACS3, RPC or ROA."""

    def altered(self, request):
        """The request with one more parameter."""
        return Request(request.method, request.target + "&x=y" if "?" in request.target else request.target + "?x=y",
                       request.headers, request.body)

    def test_missing_header(self):
        """A required header that is missing is named."""
        for name in ("action", "version", "date", "signature-nonce", "content-sha256"):
            with self.subTest(header=name):
                answer = self.tampered(lambda request, name=name: request.without("x-acs-" + name))
                self.assertEqual(answer, ("MissingParameter", 400))

    def test_missing_signed_header(self):
        """A header that was signed and did not arrive is refused."""
        for name in ("user-agent", "accept"):
            with self.subTest(header=name):
                code, status = self.tampered(lambda request, name=name: request.without(name))
                self.assertIn(code, ("IncompleteSignature", "SignatureDoesNotMatch"))
                self.assertEqual(status, 400)

    def test_no_signature(self):
        """A request without Authorization is refused."""
        code, status = self.tampered(lambda request: request.without("Authorization"))
        self.assertIn(code, ("MissingParameter", "IncompleteSignature"))
        self.assertEqual(status, 400)

    def test_altered_header(self):
        """An altered header is refused."""
        self.assertEqual(self.tampered(lambda request: request.having("user-agent", "other")), self.mismatch)


class Acs3Rpc(Acs3Tests, ServedTestCase):
    """ACS3 as tea_openapi signs RPC."""

    def read(self, sdk):
        """Reads the VPCs."""
        return sdk.vpc.describe_vpcs(vpc.DescribeVpcsRequest(region_id=REGION))

    def test_get(self):
        """RPC calls may be GET."""
        self.assertEqual(self.sdk.call("DescribeVpcs", "2016-04-28", {"RegionId": REGION}, "GET")["TotalCount"], 1)

    def test_letters_to_encode(self):
        """Parameters with spaces, plus, asterisk, tilde and Chinese are verified."""
        tag = vpc.DescribeVSwitchesRequestTag(key="env", value="测试 value+/=~*")
        self.sdk.vpc.describe_vswitches(vpc.DescribeVSwitchesRequest(region_id=REGION, tag=[tag]))


class Acs3Roa(Acs3Tests, ServedTestCase):
    """ACS3 as tea_openapi signs ROA."""

    def read(self, sdk):
        """Reads the clusters."""
        return sdk.foas("ListCluster", region=REGION)

    def test_altered_body(self):
        """An altered byte of the body is refused."""
        self.relay.alter = lambda request: Request(
            request.method, request.target, request.headers, request.body.replace(b"risk_rt", b"risk_rx"))
        self.assert_refused(
            lambda: self.relayed.foas("CreateQueue", clusterId="none", queueName="risk_rt", maxVcore=100, maxMemMB=4096),
            *self.mismatch)
