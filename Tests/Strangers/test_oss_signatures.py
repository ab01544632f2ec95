"""OSS signatures, V4 and V1, as either SDK writes them."""

import alibabacloud_oss_v2 as oss_v2

from cases import ServedTestCase
from clients import Clients
from dialects import DialectTests
from relay import Request
from worlds import BUCKET


class OssTests(DialectTests):
    """What holds for OSS, V4 or V1, by either SDK."""

    mismatch = ("SignatureDoesNotMatch", 403)
    unknown_key = ("InvalidAccessKeyId", 403)
    stale = ("RequestTimeTooSkewed", 403)

    def altered(self, request):
        """The request for another resource of the bucket."""
        return Request(request.method, request.target.replace("bucketInfo", "acl"), request.headers, request.body)

    def test_repeated_request(self):
        """There is no nonce: the same request again is answered again."""
        self.assertEqual(self.repeated(), (None, 200))

    def test_no_signature(self):
        """A request without Authorization is refused, in OSS's own way."""
        self.assertEqual(self.tampered(lambda request: request.without("Authorization")), ("AccessDenied", 403))


class OssV4Tests(OssTests):
    """What holds for OSS V4."""

    def test_missing_header(self):
        """A header that was signed and did not arrive is refused."""
        for name in ("x-oss-date", "x-oss-content-sha256"):
            with self.subTest(header=name):
                code, status = self.tampered(lambda request, name=name: request.without(name))
                self.assertIn(code, ("SignatureDoesNotMatch", "AccessDenied", "InvalidArgument"))
                self.assertIn(status, (400, 403))

    def test_wrong_region(self):
        """A signature for another region than the bucket's is refused."""
        self.assert_refused(
            lambda: self.read(Clients(self.emulator.address, region="cn-hangzhou")),
            ("AccessDenied", "InvalidArgument", "SignatureDoesNotMatch"), (400, 403))


class OssV1Tests(OssTests):
    """What holds for OSS V1."""

    def test_missing_date(self):
        """A request without its date is refused."""
        self.assertEqual(self.tampered(lambda request: request.without("Date"))[1], 403)


class NewerOssV4(OssV4Tests, ServedTestCase):
    """OSS V4 by the newer SDK."""

    def read(self, sdk):
        """Reads a bucket."""
        return sdk.oss_v2("v4").get_bucket_info(oss_v2.GetBucketInfoRequest(bucket=BUCKET))


class NewerOssV1(OssV1Tests, ServedTestCase):
    """OSS V1 by the newer SDK."""

    def read(self, sdk):
        """Reads a bucket."""
        return sdk.oss_v2("v1").get_bucket_info(oss_v2.GetBucketInfoRequest(bucket=BUCKET))


class OlderOssV4(OssV4Tests, ServedTestCase):
    """OSS V4 by the older SDK."""

    def read(self, sdk):
        """Reads a bucket."""
        return sdk.bucket(BUCKET, "v4").get_bucket_info()


class OlderOssV1(OssV1Tests, ServedTestCase):
    """OSS V1 by the older SDK."""

    def read(self, sdk):
        """Reads a bucket."""
        return sdk.bucket(BUCKET, "v1").get_bucket_info()
