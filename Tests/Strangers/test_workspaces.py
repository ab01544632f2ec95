"""foasconsole 2021-10-28: workspaces of fully managed Flink and their namespaces, by the vendor's SDK."""

from alibabacloud_foasconsole20211028 import models as flink
from alibabacloud_ram20150501 import models as ram

from cases import FreshTestCase, refusal
from worlds import BUCKET, REGION

ROLE = "AliyunStreamAsiDefaultRole"
POLICIES = ["AliyunStreamAsiDefaultRolePolicy0", "AliyunStreamAsiDefaultRolePolicy1", "FlinkServerlessPolicy"]


class WorkspaceTests(FreshTestCase):
    """A workspace from its price to its end."""

    @classmethod
    def make_spec(cls):
        """A world in which workspaces are authorised."""
        spec = super().make_spec()
        spec["roles"].append({"name": ROLE, "trusts": ["stream.aliyuncs.com"], "policies": POLICIES})
        spec["stacks"] = ["FlinkServerlessStack", "FlinkOnAckStack"]
        return spec

    def wanted(self, **more):
        """What a workspace is bought with."""
        return {
            "instance_name": "analytics", "charge_type": "PRE", "region": REGION, "vpc_id": "vpc-prod",
            "v_switch_ids": ["vsw-1"], "pricing_cycle": "Month", "duration": 1,
            "storage": flink.CreateInstanceRequestStorage(oss=flink.CreateInstanceRequestStorageOss(bucket=BUCKET)),
            "resource_spec": flink.CreateInstanceRequestResourceSpec(cpu=12, memory_gb=48)} | more

    def create(self, **more):
        """Buys a workspace and returns its id."""
        request = flink.CreateInstanceRequest(**self.wanted(**more))
        return self.sdk.flink.create_instance(request).body.order_info.instance_id

    def running(self, **more):
        """Buys a workspace and lets it come to run."""
        workspace = self.create(**more)
        self.emulator.advance("9m")
        return workspace

    def describe(self, **more):
        """Every workspace of the region."""
        request = flink.DescribeInstancesRequest(region=REGION, **more)
        return self.sdk.flink.describe_instances(request).body

    def namespaces(self, workspace):
        """The namespaces of a workspace, with their CUs."""
        request = flink.DescribeNamespacesRequest(region=REGION, instance_id=workspace)
        found = self.sdk.flink.describe_namespaces(request).body.namespaces
        return {item.namespace: item.resource_spec.cpu for item in found}

    def create_namespace(self, workspace, name="prod", cpu=6):
        """Makes a namespace."""
        return self.sdk.flink.create_namespace(flink.CreateNamespaceRequest(
            region=REGION, instance_id=workspace, namespace=name,
            resource_spec=flink.CreateNamespaceRequestResourceSpec(cpu=cpu, memory_gb=4 * cpu)))

    def test_price(self):
        """The price is for all the months."""
        def price(duration):
            request = flink.QueryCreateInstancePriceRequest(
                charge_type="PRE", region=REGION, pricing_cycle="Month", duration=duration,
                resource_spec=flink.QueryCreateInstancePriceRequestResourceSpec(cpu=10, memory_gb=40))
            return self.sdk.flink.query_create_instance_price(request).body.price_info
        self.assertEqual("CNY", price(1).currency)
        self.assertAlmostEqual(3 * price(1).trade_amount, price(3).trade_amount, places=2)

    def test_zones(self):
        """The zones of a region are told."""
        body = self.sdk.flink.describe_supported_zones(flink.DescribeSupportedZonesRequest(region=REGION)).body
        self.assertEqual(["cn-beijing-f"], body.zone_ids)

    def test_creation(self):
        """A workspace is CREATING, then RUNNING, and ends a month later."""
        workspace = self.create()
        self.assertTrue(workspace.startswith("f-cn-"))
        seen = self.describe().instances[0]
        self.assertEqual(
            (workspace, "analytics", "CREATING", "PRE", 12),
            (seen.instance_id, seen.instance_name, seen.cluster_status, seen.charge_type, seen.resource_spec.cpu))
        self.assertEqual(BUCKET, seen.storage.oss.bucket)
        self.emulator.advance("9m")
        seen = self.describe(instance_id=workspace).instances[0]
        self.assertEqual("RUNNING", seen.cluster_status)
        self.assertGreater(seen.resource_expired_time - seen.resource_create_time, 29 * 86400 * 1000)

    def test_paging(self):
        """Every workspace is on one of the pages."""
        made = {self.create(instance_name=f"w{number}") for number in range(5)}
        pages = [self.describe(page_index=index, page_size=2) for index in (1, 2, 3)]
        self.assertEqual([5, 5, 5], [page.total_count for page in pages])
        self.assertEqual(made, {item.instance_id for page in pages for item in page.instances})

    def test_namespaces(self):
        """Namespaces are made, resized and deleted."""
        workspace = self.running()
        self.create_namespace(workspace)
        self.assertEqual({"prod": 6}, self.namespaces(workspace))
        self.sdk.flink.modify_namespace_spec_v2(flink.ModifyNamespaceSpecV2Request(
            region=REGION, instance_id=workspace, namespace="prod", ha=False,
            guaranteed_resource_spec=flink.ModifyNamespaceSpecV2RequestGuaranteedResourceSpec(cpu=8, memory_gb=32)))
        self.assertEqual({"prod": 8}, self.namespaces(workspace))
        self.sdk.flink.delete_namespace(flink.DeleteNamespaceRequest(
            region=REGION, instance_id=workspace, namespace="prod"))
        self.assertEqual({}, self.namespaces(workspace))

    def test_room(self):
        """Two CUs are the workspace's own."""
        workspace = self.running()
        self.create_namespace(workspace, "a", 10)
        self.assertEqual("InsufficientResources", refusal(lambda: self.create_namespace(workspace, "b", 1)).code)
        self.assertEqual("NamespaceExists", refusal(lambda: self.create_namespace(workspace, "a", 1)).code)

    def test_later_life(self):
        """A subscription is enlarged and renewed, and not released; pay-as-you-go is."""
        workspace = self.running()
        before = self.describe().instances[0]
        self.sdk.flink.modify_instance_spec(flink.ModifyInstanceSpecRequest(
            region=REGION, instance_id=workspace,
            resource_spec=flink.ModifyInstanceSpecRequestResourceSpec(cpu=20, memory_gb=80)))
        self.sdk.flink.renew_instance(flink.RenewInstanceRequest(
            region=REGION, instance_id=workspace, duration=1, pricing_cycle="Month"))
        after = self.describe().instances[0]
        self.assertEqual(20, after.resource_spec.cpu)
        self.assertGreater(after.resource_expired_time, before.resource_expired_time)
        delete = lambda: self.sdk.flink.delete_instance(flink.DeleteInstanceRequest(
            region=REGION, instance_id=workspace))
        self.assertEqual("OperationDenied.PrePaid", refusal(delete).code)
        hourly = self.running(
            instance_name="hourly", charge_type="POST", pricing_cycle=None, duration=None, resource_spec=None)
        self.sdk.flink.delete_instance(flink.DeleteInstanceRequest(region=REGION, instance_id=hourly))
        self.assertEqual("DELETED", self.describe(instance_id=hourly).instances[0].cluster_status)

    def test_refusals(self):
        """What cannot be is refused, each with its code."""
        self.assertEqual("NoSuchBucket", refusal(lambda: self.create(
            storage=flink.CreateInstanceRequestStorage(oss=flink.CreateInstanceRequestStorageOss(bucket="none")))).code)
        self.assertEqual("InvalidVpcId.NotFound", refusal(lambda: self.create(vpc_id="vpc-none")).code)
        self.assertEqual("InstanceNotFound", refusal(lambda: self.create_namespace("f-cn-none")).code)
        workspace = self.create()
        self.assertEqual("InstanceNotRunning", refusal(lambda: self.create_namespace(workspace)).code)

    def test_role(self):
        """Without one of its policies the role is not authorised."""
        self.sdk.ram.detach_policy_from_role(ram.DetachPolicyFromRoleRequest(
            policy_type="Custom", policy_name=POLICIES[2], role_name=ROLE))
        self.assertEqual("RoleNotAuthorized", refusal(self.create).code)

    def test_stacks(self):
        """The service's stacks are listed and deleted by ROS, in Hangzhou."""
        def names(region="cn-hangzhou"):
            answer = self.sdk.call("ListStacks", "2019-09-10", {"RegionId": region})
            return {stack["StackName"]: stack["StackId"] for stack in answer["Stacks"]}
        self.assertEqual({"FlinkServerlessStack", "FlinkOnAckStack"}, set(names()))
        self.assertEqual({}, names(REGION))
        delete = lambda stack: self.sdk.call("DeleteStack", "2019-09-10", {
            "RegionId": "cn-hangzhou", "StackId": stack})
        delete(names()["FlinkOnAckStack"])
        self.assertEqual({"FlinkServerlessStack"}, set(names()))
        self.assertEqual("StackNotFound", refusal(lambda: delete("none")).code)
