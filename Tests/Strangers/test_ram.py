"""RAM: roles and policies, attached and detached, and what is refused."""

import json

from alibabacloud_ram20150501 import models as ram

from cases import FreshTestCase, refusal
from worlds import ACCOUNT_ID, document, statement

TRUST = json.dumps(document({
    "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["stream.aliyuncs.com"]}}))
POLICY = json.dumps(document(statement("vpc:Describe*")))
SYSTEM = {"policy_type": "System", "policy_name": "AliyunOSSFullAccess"}


class Access:
    """Short ways to call RAM."""

    def create_role(self, name="Worker", **more):
        """Creates a role."""
        wanted = {"role_name": name, "assume_role_policy_document": TRUST} | more
        return self.sdk.ram.create_role(ram.CreateRoleRequest(**wanted)).body.role

    def role(self, name="Worker"):
        """What GetRole says."""
        return self.sdk.ram.get_role(ram.GetRoleRequest(role_name=name)).body.role

    def create_policy(self, name="Reading", **more):
        """Creates a custom policy."""
        wanted = {"policy_name": name, "policy_document": POLICY} | more
        return self.sdk.ram.create_policy(ram.CreatePolicyRequest(**wanted)).body.policy

    def policy(self, name="Reading", policy_type="Custom"):
        """What GetPolicy says."""
        return self.sdk.ram.get_policy(ram.GetPolicyRequest(policy_name=name, policy_type=policy_type)).body

    def version(self, name="Reading", version="v1"):
        """What GetPolicyVersion says of a custom policy."""
        return self.sdk.ram.get_policy_version(ram.GetPolicyVersionRequest(
            policy_type="Custom", policy_name=name, version_id=version)).body.policy_version

    def attach(self, role="Worker", policy_type="Custom", policy_name="Reading"):
        """Attaches a policy to a role."""
        self.sdk.ram.attach_policy_to_role(ram.AttachPolicyToRoleRequest(
            policy_type=policy_type, policy_name=policy_name, role_name=role))

    def detach(self, role="Worker", policy_type="Custom", policy_name="Reading"):
        """Detaches a policy from a role."""
        self.sdk.ram.detach_policy_from_role(ram.DetachPolicyFromRoleRequest(
            policy_type=policy_type, policy_name=policy_name, role_name=role))

    def attached(self, role="Worker"):
        """The names of the policies of a role."""
        answer = self.sdk.ram.list_policies_for_role(ram.ListPoliciesForRoleRequest(role_name=role))
        return [policy.policy_name for policy in answer.body.policies.policy]

    def delete_role(self, name="Worker"):
        """Deletes a role."""
        self.sdk.ram.delete_role(ram.DeleteRoleRequest(role_name=name))

    def delete_policy(self, name="Reading"):
        """Deletes a custom policy."""
        self.sdk.ram.delete_policy(ram.DeletePolicyRequest(policy_name=name))


class LifeTests(Access, FreshTestCase):
    """From creation to deletion."""

    def test_life(self):
        """Role and policy are created, attached, listed, detached and deleted."""
        self.create_role()
        self.create_policy()
        self.attach()
        self.attach(**SYSTEM)
        self.assertEqual(sorted(self.attached()), ["AliyunOSSFullAccess", "Reading"])
        self.detach()
        self.detach(**SYSTEM)
        self.assertEqual(self.attached(), [])
        self.delete_policy()
        self.delete_role()
        self.assert_refused(self.role, "EntityNotExist.Role", 404)
        self.assert_refused(self.policy, "EntityNotExist.Policy", 404)

    def test_role(self):
        """A role has an ARN and its trust policy, whatever the case of the name asked for."""
        created = self.create_role()
        self.assertEqual(created.role_name, "Worker")
        self.assertEqual(created.arn.lower(), f"acs:ram::{ACCOUNT_ID}:role/worker")
        found = self.role("worker")
        self.assertEqual(found.role_id, created.role_id)
        self.assertEqual(json.loads(found.assume_role_policy_document), json.loads(TRUST))
        self.assertEqual(found.max_session_duration, 3600)

    def test_description_of_role(self):
        """A role keeps its description."""
        self.create_role(description="Works")
        self.assertEqual(self.role().description, "Works")

    def test_session_duration_of_role(self):
        """A role keeps its longest session."""
        self.create_role(max_session_duration=7200)
        self.assertEqual(self.role().max_session_duration, 7200)

    def test_lists(self):
        """Roles and policies are listed."""
        self.create_role()
        self.create_policy()
        roles = self.sdk.ram.list_roles(ram.ListRolesRequest()).body.roles.role
        self.assertEqual({role.role_name for role in roles}, {"AliyunStreamDefaultRole", "Worker"})
        custom = self.sdk.ram.list_policies(ram.ListPoliciesRequest(policy_type="Custom")).body.policies.policy
        self.assertEqual([policy.policy_name for policy in custom], ["Reading"])
        system = self.sdk.ram.list_policies(ram.ListPoliciesRequest(policy_type="System")).body.policies.policy
        self.assertLessEqual({"AliyunOSSFullAccess", "AliyunStreamRolePolicy"}, {item.policy_name for item in system})

    def test_policy(self):
        """A policy is of its first version, which is the default."""
        self.create_policy()
        found = self.policy()
        self.assertEqual((found.policy.policy_type, found.policy.default_version), ("Custom", "v1"))
        self.assertEqual(json.loads(found.default_policy_version.policy_document), json.loads(POLICY))
        self.assertTrue(self.version().is_default_version)

    def test_description_of_policy(self):
        """A policy keeps its description."""
        self.create_policy(description="Reads")
        self.assertEqual(self.policy().policy.description, "Reads")

    def test_attachment_count(self):
        """A policy says how often it is attached."""
        self.create_role()
        self.create_policy()
        self.attach()
        self.assertEqual(self.policy().policy.attachment_count, 1)


class ConflictTests(Access, FreshTestCase):
    """What exists, does not exist, or is in use."""

    def setUp(self):
        super().setUp()
        self.create_role()
        self.create_policy()

    def test_taken(self):
        """Names are given once, without regard to the case of a role's."""
        self.assert_refused(self.create_role, "EntityAlreadyExists.Role", 409)
        self.assert_refused(lambda: self.create_role("worker"), "EntityAlreadyExists.Role", 409)
        self.assert_refused(self.create_policy, "EntityAlreadyExists.Policy", 409)

    def test_in_use(self):
        """What is attached is not deleted."""
        self.attach()
        self.assert_refused(self.delete_role, "DeleteConflict.Role.Policy", 409)
        self.assert_refused(self.delete_policy, ("DeleteConflict.Policy.Role", "DeleteConflict.Role.Policy"), 409)

    def test_attached_twice(self):
        """A policy is attached once."""
        self.attach()
        self.assert_refused(self.attach, "EntityAlreadyExists.Role.Policy", 409)

    def test_unknown(self):
        """What does not exist is 404."""
        self.assert_refused(lambda: self.role("Nobody"), "EntityNotExist.Role", 404)
        self.assert_refused(lambda: self.attached("Nobody"), "EntityNotExist.Role", 404)
        self.assert_refused(lambda: self.delete_role("Nobody"), "EntityNotExist.Role", 404)
        self.assert_refused(lambda: self.policy("Nothing"), "EntityNotExist.Policy", 404)
        self.assert_refused(lambda: self.delete_policy("Nothing"), "EntityNotExist.Policy", 404)
        self.assert_refused(lambda: self.version(version="v9"), "EntityNotExist.Policy.Version", 404)
        self.assert_refused(lambda: self.attach(policy_name="Nothing"), "EntityNotExist.Policy", 404)
        self.assert_refused(lambda: self.attach(role="Nobody"), "EntityNotExist.Role", 404)
        self.assert_refused(self.detach, "EntityNotExist.Role.Policy", 404)


class ParameterTests(Access, FreshTestCase):
    """Parameters that are not as they should be."""

    def test_role_names(self):
        """A role's name is of certain letters, and not too long."""
        self.assert_refused(lambda: self.create_role("R 2!"), "InvalidParameter.RoleName.InvalidChars", 400)
        self.assert_refused(lambda: self.create_role("R" * 65), "InvalidParameter.RoleName.Length", 400)

    def test_policy_names(self):
        """A policy's name is of certain letters, and not too long."""
        self.assert_refused(lambda: self.create_policy("P_1"), "InvalidParameter.PolicyName.InvalidChars", 400)
        self.assert_refused(lambda: self.create_policy("P" * 129), "InvalidParameter.PolicyName.Length", 400)

    def test_documents(self):
        """A policy is a policy of version 1, and not too long."""
        for text in ("nonsense", '{"Version":"2","Statement":[]}', '{"Version":"1"}'):
            with self.subTest(document=text):
                self.assert_refused(lambda: self.create_policy(policy_document=text), "MalformedPolicyDocument", 400)
        long = json.dumps(document(statement("vpc:" + "x" * 6144)))
        self.assert_refused(
            lambda: self.create_policy(policy_document=long), "InvalidParameter.PolicyDocument.Length", 400)
        self.assert_refused(
            lambda: self.create_role(assume_role_policy_document="nonsense"), "MalformedPolicyDocument", 400)

    def test_types_of_policy(self):
        """A policy is System or Custom."""
        self.assert_refused(lambda: self.policy(policy_type="Other"), "InvalidParameter.PolicyType", 400)

    def test_form_of_version(self):
        """A version is v and a number."""
        self.create_policy()
        self.assert_refused(lambda: self.version(version="first"), "InvalidParameter.VersionId.Format", 400)

    def test_bounds_of_session(self):
        """A session is of 3600 to 43200 seconds."""
        for seconds in (3599, 43201):
            with self.subTest(seconds=seconds):
                found = refusal(lambda: self.create_role(f"For{seconds}", max_session_duration=seconds))
                self.assertRegex(found.code, "^InvalidParameter")
                self.assertEqual(found.status, 400)
