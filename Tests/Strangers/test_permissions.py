"""Who may call what: RAM users with and without policies."""

import alibabacloud_oss_v2 as oss_v2
from alibabacloud_bssopenapi20171214 import models as bss
from alibabacloud_ecs20140526 import models as ecs
from alibabacloud_ram20150501 import models as ram
from alibabacloud_vpc20160428 import models as vpc

import worlds
from cases import Buyer, ServedTestCase, refusal
from worlds import ACCOUNT_ID, BUCKET, REGION, statement


class UserTests(ServedTestCase):
    """A world of RAM users, each named for what it may do."""

    @classmethod
    def make_spec(cls):
        """The users."""
        spec = worlds.spec()
        spec["buckets"].append(
            {"name": "other-udf", "region": REGION, "storageClass": "Standard", "acl": "private", "versioning": False})
        spec["vpcs"].append({"id": "vpc-beside", "name": "beside", "region": REGION, "cidr": "10.0.0.0/8"})
        for name, statements in {
            "nothing": [],
            "everything": [statement("*")],
            "networks": [statement("vpc:Describe*")],
            "denied": [statement("vpc:*"), statement("vpc:DescribeVpcs", effect="Deny")],
            "except": [{"Effect": "Allow", "NotAction": "vpc:DescribeVpcs", "Resource": "*"}],
            "case": [statement("VPC:describevpcs")],
            "bucket": [statement(["oss:GetBucketInfo"], f"acs:oss:*:*:{BUCKET}")],
            "stream": [statement("stream:*", "acs:stream:*:*:*"), statement("ram:PassRole", "acs:ram:*:*:*")],
            "project": [statement("stream:*", "acs:stream:*:*:risk_rt")],
            "region": [statement("vpc:*", f"acs:vpc:{REGION}:*:*")],
            "elsewhere": [statement("vpc:*", "acs:vpc:cn-hangzhou:*:*")],
            "one": [statement("vpc:*", f"acs:vpc:*:{ACCOUNT_ID}:vpc/vpc-prod")],
            "here": [statement("vpc:*", Condition={"IpAddress": {"acs:SourceIp": ["127.0.0.0/8"]}})],
            "there": [statement("vpc:*", Condition={"IpAddress": {"acs:SourceIp": ["10.0.0.0/8"]}})],
            "early": [statement("vpc:*", Condition={"DateLessThan": {"acs:CurrentTime": "2021-05-01T00:00:00+08:00"}})],
            "plain": [statement("vpc:*", Condition={"Bool": {"acs:SecureTransport": ["true"]}})],
        }.items():
            worlds.add_user(spec, name, *statements)
        return spec

    def vpcs(self, name):
        """The VPCs, as a user sees them."""
        return self.user(name).vpc.describe_vpcs(vpc.DescribeVpcsRequest(region_id=REGION)).body.total_count

    def bucket(self, name, bucket=BUCKET):
        """A bucket, as a user sees it."""
        return self.user(name).oss.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket=bucket)).bucket_info.name

    def assert_no_vpcs(self, name):
        """Asserts that a user may not list VPCs."""
        return self.assert_refused(lambda: self.vpcs(name), ("Forbidden.RAM", "NoPermission"), 403)


class RefusedTests(UserTests):
    """Without a policy nothing is allowed, in every service."""

    def test_every_service(self):
        """A user without policies is refused with 403 everywhere."""
        user = self.user("nothing")
        for name, call in {
            "VPC": lambda: self.vpcs("nothing"),
            "VPC by legacy SDK": lambda: user.legacy_rpc("DescribeVpcs", "2016-04-28", RegionId=REGION),
            "ECS": lambda: user.ecs.describe_available_resource(ecs.DescribeAvailableResourceRequest(
                region_id=REGION, destination_resource="InstanceType")),
            "RAM": lambda: user.ram.list_roles(ram.ListRolesRequest()),
            "BSS": lambda: user.bss.query_orders(bss.QueryOrdersRequest()),
            "foas": lambda: user.foas("ListCluster"),
            "foas by legacy SDK": lambda: user.legacy_foas("ListCluster"),
        }.items():
            with self.subTest(name):
                self.assert_refused(call, ("Forbidden.RAM", "NoPermission"), 403)

    def test_ram(self):
        """RAM says NoPermission."""
        call = lambda: self.user("nothing").ram.get_role(ram.GetRoleRequest(role_name="AliyunStreamDefaultRole"))
        found = self.assert_refused(call, "NoPermission", 403)
        self.assertIn("You are not authorized to do this action.", found.error.message)

    def test_oss(self):
        """OSS says AccessDenied, in both SDKs."""
        self.assert_refused(lambda: self.bucket("nothing"), "AccessDenied", 403)
        self.assert_refused(self.user("nothing").bucket(BUCKET).get_bucket_acl, "AccessDenied", 403)

    def test_identity_needs_no_permission(self):
        """Who one is may be asked by anyone."""
        caller = self.user("nothing").sts.get_caller_identity().body
        self.assertEqual((caller.identity_type, caller.account_id), ("RAMUser", ACCOUNT_ID))
        self.assertEqual(caller.arn, f"acs:ram::{ACCOUNT_ID}:user/nothing")
        self.assertTrue(caller.user_id)

    def test_detail(self):
        """The SDK exposes what was refused, to whom and why."""
        detail = self.assert_no_vpcs("nothing").error.access_denied_detail
        self.assertEqual(detail["AuthAction"], "vpc:DescribeVpcs")
        self.assertEqual(detail["AuthPrincipalType"], "SubUser")
        self.assertEqual(detail["NoPermissionType"], "ImplicitDeny")
        self.assertTrue(detail["AuthPrincipalDisplayName"])

    def test_whole_detail(self):
        """Owner, type of policy and the diagnostic message are told as well."""
        detail = self.assert_no_vpcs("nothing").error.access_denied_detail
        self.assertEqual(detail.get("AuthPrincipalOwnerId"), ACCOUNT_ID)
        self.assertTrue(detail.get("PolicyType"))
        self.assertTrue(detail.get("EncodedDiagnosticMessage"))

    def test_explicit_deny(self):
        """A Deny wins over an Allow, and is told from a missing Allow."""
        detail = self.assert_no_vpcs("denied").error.access_denied_detail
        self.assertEqual(detail["NoPermissionType"], "ExplicitDeny")


class AllowedTests(UserTests):
    """What a policy allows is allowed, and no more."""

    def test_action(self):
        """A pattern of actions allows those, whatever their case, and no others."""
        self.assertEqual(self.vpcs("networks"), 2)
        self.assertEqual(self.vpcs("case"), 2)
        self.assert_refused(lambda: self.bucket("networks"), "AccessDenied", 403)
        call = lambda: self.user("networks").vpc.create_vpc(vpc.CreateVpcRequest(region_id=REGION))
        self.assert_refused(call, ("Forbidden.RAM", "NoPermission"), 403)

    def test_not_action(self):
        """NotAction allows all others."""
        self.assert_no_vpcs("except")
        user = self.user("except")
        self.assertEqual(user.vpc.describe_vswitches(vpc.DescribeVSwitchesRequest(region_id=REGION)).body.total_count, 1)

    def test_everything(self):
        """An asterisk allows every service."""
        self.assertEqual(self.vpcs("everything"), 2)
        self.assertEqual(self.bucket("everything"), BUCKET)
        self.assertEqual(self.user("everything").foas("ListCluster")["TotalCount"], 0)
        self.user("everything").bss.query_orders(bss.QueryOrdersRequest())

    def test_bucket(self):
        """A bucket is granted by its name, for the actions named."""
        self.assertEqual(self.bucket("bucket"), BUCKET)
        self.assertEqual(self.user("bucket").bucket(BUCKET, "v1").get_bucket_info().name, BUCKET)
        self.assert_refused(lambda: self.bucket("bucket", "other-udf"), "AccessDenied", 403)
        self.assert_refused(self.user("bucket").bucket(BUCKET).get_bucket_acl, "AccessDenied", 403)

    def test_stream(self):
        """The documented policy of a RAM user lets it list clusters and projects."""
        self.assertEqual(self.user("stream").foas("ListCluster")["TotalCount"], 0)
        self.assertEqual(self.user("stream").legacy_foas("ListProject")["TotalCount"], 0)

    def test_region_of_resource(self):
        """A resource may be limited to a region."""
        self.assert_no_vpcs("elsewhere")
        self.assertEqual(self.vpcs("region"), 2)

    def test_one_resource(self):
        """A policy may be limited to one VPC."""
        describe = lambda name: self.user("one").vpc.describe_vpc_attribute(
            vpc.DescribeVpcAttributeRequest(region_id=REGION, vpc_id=name)).body.vpc_id
        self.assertEqual(refusal(lambda: describe("vpc-beside")).status, 403)
        self.assertEqual(describe("vpc-prod"), "vpc-prod")

    def test_source_address(self):
        """A condition on the caller's address is judged."""
        self.assert_no_vpcs("there")
        self.assertEqual(self.vpcs("here"), 2)

    def test_time(self):
        """A condition on the time is judged by the cloud's clock."""
        self.assertEqual(self.vpcs("early"), 2)

    def test_transport(self):
        """A condition on TLS does not hold over plain HTTP."""
        self.assert_no_vpcs("plain")


class AccountOnlyTests(Buyer, UserTests):
    """Buying and creating projects are for the account itself."""

    def test_buying(self):
        """No RAM user buys, whatever it may do."""
        for name in ("nothing", "stream", "everything"):
            for dialect in ("foas", "legacy_foas"):
                with self.subTest(user=name, dialect=dialect):
                    found = refusal(lambda: self.order(getattr(self.user(name), dialect)))
                    self.assertEqual(found.status, 403)
        self.assertEqual(self.emulator.show()["purchases"]["count"], 0)

    def test_projects(self):
        """No RAM user creates a project; one that may do all of stream reads it."""
        cluster = self.running_cluster(displayName="first_cluster")
        for name in ("stream", "everything"):
            with self.subTest(user=name):
                self.assertEqual(refusal(lambda: self.project(cluster, foas=self.user(name).foas)).status, 403)
        self.project(cluster, "common")
        self.assertEqual(self.user("stream").foas("GetProject", projectName="common")["Project"]["Name"], "common")

    def test_one_project(self):
        """A user of one project reads that and no other."""
        cluster = self.running_cluster(displayName="second_cluster")
        for name in ("risk_rt", "other"):
            self.project(cluster, name)
        foas = self.user("project").foas
        self.assertEqual(refusal(lambda: foas("GetProject", projectName="other")).status, 403)
        self.assertEqual(foas("GetProject", projectName="risk_rt")["Project"]["Name"], "risk_rt")
