"""OSS buckets by both SDKs, and errors that both can read."""

import hashlib

import alibabacloud_oss_v2 as oss_v2
import oss2
from alibabacloud_oss_v2.models import CreateBucketConfiguration

from cases import FreshTestCase, ServedTestCase, refusal
from clients import Clients
from worlds import BUCKET, FAR_REGION, REGION


class BucketLifeTests(FreshTestCase):
    """From creation to deletion."""

    def names(self, **more):
        """The names of the buckets, as listed."""
        return [bucket.name for bucket in self.sdk.oss.list_buckets(oss_v2.ListBucketsRequest(**more)).buckets]

    def info(self, name):
        """What GetBucketInfo says."""
        return self.sdk.oss.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket=name)).bucket_info

    def test_newer_sdk(self):
        """A bucket is created, found and deleted by the newer SDK."""
        wanted = CreateBucketConfiguration(storage_class="IA", data_redundancy_type="LRS")
        self.sdk.oss.put_bucket(oss_v2.PutBucketRequest(
            bucket="new-bucket", acl="public-read", create_bucket_configuration=wanted))
        info = self.info("new-bucket")
        self.assertEqual((info.storage_class, info.acl, info.location), ("IA", "public-read", "oss-" + REGION))
        self.assertIn("new-bucket", self.names())
        self.assertEqual(self.sdk.oss.delete_bucket(oss_v2.DeleteBucketRequest(bucket="new-bucket")).status_code, 204)
        self.assertNotIn("new-bucket", self.names())

    def test_older_sdk_v4(self):
        """A bucket is created, found and deleted by the older SDK, signing V4."""
        self.live_through("v4")

    def test_older_sdk_v1(self):
        """A bucket is created, found and deleted by the older SDK, signing V1."""
        self.live_through("v1")

    def live_through(self, signature):
        """Creates, finds and deletes a bucket by the older SDK."""
        bucket = self.sdk.bucket("old-bucket", signature)
        bucket.create_bucket(oss2.BUCKET_ACL_PRIVATE)
        self.assertEqual(bucket.get_bucket_info().storage_class, "Standard")
        self.assertIn("old-bucket", [item.name for item in oss2.BucketIterator(self.sdk.buckets(signature))])
        bucket.delete_bucket()
        self.assertEqual(refusal(bucket.get_bucket_info).code, "NoSuchBucket")

    def test_defaults(self):
        """A bucket created without saying more is private and Standard."""
        self.sdk.oss.put_bucket(oss_v2.PutBucketRequest(bucket="plain"))
        info = self.info("plain")
        self.assertEqual((info.storage_class, info.acl, info.data_redundancy_type), ("Standard", "private", "LRS"))
        self.assertIsNone(info.versioning)

    def test_name_taken(self):
        """A name is not given twice."""
        call = lambda: self.sdk.oss.put_bucket(oss_v2.PutBucketRequest(bucket=BUCKET))
        self.assert_refused(call, "BucketAlreadyExists", 409)

    def test_change_acl(self):
        """An ACL is changed."""
        self.sdk.oss.put_bucket_acl(oss_v2.PutBucketAclRequest(bucket=BUCKET, acl="public-read"))
        self.assertEqual(self.info(BUCKET).acl, "public-read")

    def test_prefix(self):
        """Buckets are listed by prefix."""
        for name in ("logs-1", "logs-2"):
            self.sdk.oss.put_bucket(oss_v2.PutBucketRequest(bucket=name))
        self.assertEqual(self.names(prefix="logs-"), ["logs-1", "logs-2"])

    def test_versioning(self):
        """Versioning is absent until it was enabled."""
        read = lambda: self.sdk.oss.get_bucket_versioning(oss_v2.GetBucketVersioningRequest(bucket=BUCKET)).version_status
        self.assertIsNone(read())
        self.emulator.set("bucket/" + BUCKET, "versioning=true")
        self.assertEqual(read(), "Enabled")
        self.assertEqual(self.info(BUCKET).versioning, "Enabled")

    def test_etag(self):
        """The ETag of an object is its MD5, in capitals."""
        put = self.sdk.oss.put_object(oss_v2.PutObjectRequest(bucket=BUCKET, key="dir/a b+c/测试.txt", body=b"hello"))
        self.assertEqual(put.etag, f'"{hashlib.md5(b"hello").hexdigest().upper()}"')


class BucketRefusalTests(ServedTestCase):
    """Refusals, as each SDK and signature reads them."""

    def test_unknown_bucket(self):
        """A bucket that does not exist is NoSuchBucket, 404."""
        for signature in ("v1", "v4"):
            newer, older = self.sdk.oss_v2(signature), self.sdk.bucket("no-bucket", signature)
            for name, call in {
                "newer info": lambda: newer.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket="no-bucket")),
                "newer acl": lambda: newer.get_bucket_acl(oss_v2.GetBucketAclRequest(bucket="no-bucket")),
                "newer delete": lambda: newer.delete_bucket(oss_v2.DeleteBucketRequest(bucket="no-bucket")),
                "older info": older.get_bucket_info,
                "older acl": older.get_bucket_acl,
                "older delete": older.delete_bucket,
            }.items():
                with self.subTest(signature=signature, call=name):
                    self.assert_refused(call, "NoSuchBucket", 404)

    def test_error_has_date(self):
        """The newer SDK finds date, request id and message in an error."""
        error = refusal(lambda: self.sdk.oss.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket="no-bucket"))).error
        self.assertEqual(error.message, "The specified bucket does not exist.")
        self.assertTrue(error.request_id)
        self.assertIsNotNone(error.timestamp)

    def test_error_of_older_sdk(self):
        """The older SDK finds bucket, host and request id in an error."""
        error = refusal(self.sdk.bucket("no-bucket").get_bucket_info).error
        self.assertIsInstance(error, oss2.exceptions.NoSuchBucket)
        self.assertEqual(error.details["BucketName"], "no-bucket")
        self.assertEqual(error.details["RequestId"], error.request_id)
        self.assertIn("HostId", error.details)

    def test_bucket_in_other_region(self):
        """A bucket is not reached by way of another region."""
        call = lambda: self.sdk.oss.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket="far-udf"))
        self.assert_refused(call, "AccessDenied", 403)
        self.assert_refused(self.sdk.bucket("far-udf").get_bucket_info, "AccessDenied", 403)

    def test_bucket_in_its_region(self):
        """A bucket says where it is, to who asks in its region."""
        far = Clients(self.emulator.address, region=FAR_REGION)
        info = far.oss.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket="far-udf")).bucket_info
        self.assertEqual((info.location, info.extranet_endpoint), ("oss-cn-hangzhou", "oss-cn-hangzhou.aliyuncs.com"))
        self.assertEqual(far.bucket("far-udf").get_bucket_location().location, "oss-cn-hangzhou")

    def test_anonymous(self):
        """Who does not sign is refused in a way both SDKs can read."""
        url = self.emulator.url
        older = oss2.Bucket(oss2.AnonymousAuth(), url, BUCKET, is_path_style=True)
        self.assert_refused(older.get_bucket_info, "AccessDenied", 403)
        newer = oss_v2.Client(oss_v2.config.Config(
            region=REGION, endpoint=url, retry_max_attempts=1,
            credentials_provider=oss_v2.credentials.AnonymousCredentialsProvider()))
        self.assert_refused(
            lambda: newer.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket=BUCKET)), "AccessDenied", 403)

    def test_unknown_operation(self):
        """An operation that is not answered is refused in a way both SDKs can read."""
        newer = lambda: self.sdk.oss.get_bucket_lifecycle(oss_v2.GetBucketLifecycleRequest(bucket=BUCKET))
        for call in (newer, self.sdk.bucket(BUCKET).get_bucket_lifecycle):
            self.assert_refused(call, ("InvalidAction.NotFound", "NotImplemented"), (404, 400, 501))
