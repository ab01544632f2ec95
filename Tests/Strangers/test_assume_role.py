"""AssumeRole, the temporary key it issues, and the key's end."""

import json

import alibabacloud_oss_v2 as oss_v2
from alibabacloud_sts20150401 import models as sts
from alibabacloud_vpc20160428 import models as vpc

import worlds
from cases import FreshTestCase, ServedTestCase, refusal
from clients import Clients, Key
from worlds import ACCOUNT_ID, BUCKET, REGION, document, statement

USER = f"acs:ram::{ACCOUNT_ID}:user/alice"
ROOT = f"acs:ram::{ACCOUNT_ID}:root"
OPERATOR = f"acs:ram::{ACCOUNT_ID}:role/Operator"


class Assuming:
    """A world of roles, and users that may assume them or not."""

    @classmethod
    def make_spec(cls):
        """The roles and users."""
        spec = worlds.spec()
        everything = statement(["vpc:*", "oss:*", "stream:*"])
        worlds.add_role(spec, "Operator", [USER], everything)
        worlds.add_role(spec, "Rooted", [ROOT], everything)
        worlds.add_user(spec, "alice", statement("sts:AssumeRole"))
        worlds.add_user(spec, "carol", statement("sts:AssumeRole"))
        worlds.add_user(spec, "dave", statement("sts:AssumeRole", "acs:ram:*:*:role/rooted"))
        worlds.add_user(spec, "bob")
        return spec

    def assume(self, name="alice", sdk=None, **more):
        """Assumes a role as a user."""
        wanted = {"role_arn": OPERATOR, "role_session_name": "work"} | more
        return (sdk or self.user(name)).sts.assume_role(sts.AssumeRoleRequest(**wanted)).body

    def session(self, *arguments, **more):
        """SDKs with a temporary key."""
        issued = self.assume(*arguments, **more).credentials
        key = Key(issued.access_key_id, issued.access_key_secret, issued.security_token)
        return Clients(self.emulator.address, key)

    @staticmethod
    def calls(sdk):
        """A call of every dialect with the key that the SDKs have."""
        info = oss_v2.GetBucketInfoRequest(bucket=BUCKET)
        return {
            "STS": sdk.sts.get_caller_identity,
            "VPC": lambda: sdk.vpc.describe_vpcs(vpc.DescribeVpcsRequest(region_id=REGION)),
            "VPC by legacy SDK": lambda: sdk.legacy_rpc("DescribeVSwitches", "2016-04-28", RegionId=REGION),
            "foas": lambda: sdk.foas("ListCluster"),
            "foas by legacy SDK": lambda: sdk.legacy_foas("ListCluster"),
            "OSS V4 by newer SDK": lambda: sdk.oss_v2("v4").get_bucket_info(info),
            "OSS V4 by older SDK": lambda: sdk.bucket(BUCKET, "v4").get_bucket_info(),
            "OSS V1 by older SDK": lambda: sdk.bucket(BUCKET, "v1").get_bucket_info(),
        }


class SessionTests(Assuming, FreshTestCase):
    """What a temporary key is good for, and for how long."""

    def test_issued_key(self):
        """A key of an hour is issued, by the cloud's clock."""
        issued = self.assume()
        self.assertRegex(issued.credentials.access_key_id, r"^STS\.")
        self.assertEqual(issued.credentials.expiration, "2021-04-01T02:00:00Z")
        self.assertEqual(issued.assumed_role_user.arn.lower(), f"{OPERATOR}/work".lower())
        self.assertRegex(issued.assumed_role_user.assumed_role_id, ":work$")

    def test_identity(self):
        """The key is of an assumed role."""
        caller = self.session().sts.get_caller_identity().body
        self.assertEqual((caller.identity_type, caller.account_id), ("AssumedRoleUser", ACCOUNT_ID))
        self.assertRegex(caller.arn.lower(), rf"^acs:ram::{ACCOUNT_ID}:(assumed-)?role/operator/work$")
        self.assertTrue(caller.role_id)

    def test_use(self):
        """The key works in every dialect."""
        for name, call in self.calls(self.session()).items():
            with self.subTest(name):
                call()

    def test_use_with_newer_oss_sdk_and_v1(self):
        """The key works with the newer OSS SDK signing V1."""
        self.session().oss_v2("v1").get_bucket_info(oss_v2.GetBucketInfoRequest(bucket=BUCKET))

    def test_expiry(self):
        """The key ends by the cloud's clock, in every dialect."""
        session = self.session()
        self.emulator.advance("59m")
        session.sts.get_caller_identity()
        self.emulator.advance("2m")
        for name, call in self.calls(session).items():
            with self.subTest(name):
                if name.startswith("OSS"):
                    self.assert_refused(call, ("SecurityTokenExpired", "InvalidSecurityToken"), 403)
                else:
                    self.assert_refused(call, "InvalidSecurityToken.Expired", 400)

    def test_short_session(self):
        """A session is as short as was asked for."""
        issued = self.assume(duration_seconds=900)
        self.assertEqual(issued.credentials.expiration, "2021-04-01T01:15:00Z")

    def test_account_only(self):
        """A role does not buy."""
        call = lambda: self.session().foas(
            "CreateCellClusterOrder", payModel="post", region=REGION, masterSpec="Ecs_4c16g", masterNum=1,
            slaveSpec="Ecs_8c32g", slaveNum=2)
        self.assertEqual(refusal(call).status, 403)
        self.assertEqual(self.emulator.show()["purchases"]["count"], 0)

    def test_no_more_than_the_role(self):
        """The role's policies decide, not the user's; the refusal says that it was a role."""
        call = lambda: self.session().call("ListRoles", "2015-05-01")
        found = self.assert_refused(call, "NoPermission", 403)
        self.assertEqual(found.error.access_denied_detail["AuthPrincipalType"], "AssumedRoleUser")

    def test_session_policy(self):
        """A policy given for the session narrows the role's."""
        session = self.session(policy=json.dumps(document(statement("vpc:DescribeVpcs"))))
        session.vpc.describe_vpcs(vpc.DescribeVpcsRequest(region_id=REGION))
        self.assertEqual(refusal(lambda: session.foas("ListCluster")).status, 403)


class TokenTests(Assuming, ServedTestCase):
    """A temporary key without its token, or with another."""

    def test_other_token(self):
        """A token that is not the key's is refused."""
        issued = self.assume().credentials
        other = Clients(self.emulator.address, Key(issued.access_key_id, issued.access_key_secret, "other"))
        for name, call in self.calls(other).items():
            with self.subTest(name):
                if name.startswith("OSS"):
                    self.assert_refused(call, "InvalidSecurityToken", 403)
                else:
                    self.assert_refused(
                        call, ("InvalidSecurityToken.MismatchWithAccessKey", "InvalidSecurityToken.Malformed"), 400)

    def test_no_token(self):
        """A temporary key without its token is refused."""
        issued = self.assume().credentials
        bare = Clients(self.emulator.address, Key(issued.access_key_id, issued.access_key_secret))
        for name, call in self.calls(bare).items():
            with self.subTest(name):
                self.assertIn(refusal(call).status, (400, 403, 404))


class AssumingRefusedTests(Assuming, ServedTestCase):
    """Who may not assume what, and how it may not be asked."""

    def test_account(self):
        """The account's own key does not assume a role."""
        self.assert_refused(lambda: self.assume(sdk=self.sdk), "NoPermission", 403)

    def test_no_policy(self):
        """A user that may not assume roles is refused."""
        self.assert_refused(lambda: self.assume("bob"), "NoPermission", 403)

    def test_no_trust(self):
        """A role that does not trust the user is not assumed."""
        self.assert_refused(lambda: self.assume("carol"), "NoPermission", 403)
        service_only = f"acs:ram::{ACCOUNT_ID}:role/AliyunStreamDefaultRole"
        self.assert_refused(lambda: self.assume(role_arn=service_only), "NoPermission", 403)

    def test_trust_in_account(self):
        """A role that trusts the account is assumed by any user with the permission."""
        issued = self.assume("carol", role_arn=f"acs:ram::{ACCOUNT_ID}:role/rooted")
        self.assertRegex(issued.assumed_role_user.arn, "(?i)role/rooted/work$")

    def test_permission_for_one_role(self):
        """A user may be permitted one role."""
        self.assume("dave", role_arn=f"acs:ram::{ACCOUNT_ID}:role/rooted")

    def test_unknown_role(self):
        """A role that does not exist is 404."""
        call = lambda: self.assume(role_arn=f"acs:ram::{ACCOUNT_ID}:role/nobody")
        self.assert_refused(call, "EntityNotExist.Role", 404)

    def test_malformed_arn(self):
        """An ARN that is none is refused."""
        self.assert_refused(lambda: self.assume(role_arn="operator"), "InvalidParameter.RoleArn", 400)

    def test_session_names(self):
        """A session's name is of 2 to 64 certain letters."""
        for name in ("x", "a b/c", "x" * 65):
            with self.subTest(name=name):
                call = lambda: self.assume(role_session_name=name)
                self.assert_refused(call, "InvalidParameter.RoleSessionName", 400)

    def test_too_short(self):
        """A session lasts at least a quarter of an hour."""
        self.assert_refused(lambda: self.assume(duration_seconds=60), "InvalidParameter.DurationSeconds", 400)

    def test_too_long(self):
        """A session lasts at most as long as the role allows."""
        self.assert_refused(lambda: self.assume(duration_seconds=7200), "InvalidParameter.DurationSeconds", 400)

    def test_malformed_policy(self):
        """A policy for the session that is none is refused."""
        self.assert_refused(lambda: self.assume(policy='{"nonsense":1}'), "InvalidParameter.PolicyGrammar", 400)

    def test_missing_parameters(self):
        """Role and session name are required."""
        for query in ({"RoleArn": OPERATOR}, {"RoleSessionName": "work"}):
            with self.subTest(query=query):
                call = lambda: self.user("alice").call("AssumeRole", "2015-04-01", query)
                self.assertEqual(refusal(call).status, 400)
