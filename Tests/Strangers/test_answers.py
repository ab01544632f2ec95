"""The form of answers: envelopes, headers, and every field that the vendor's documents name."""

import json

import alibabacloud_oss_v2 as oss_v2
from alibabacloud_bssopenapi20171214 import models as bss
from alibabacloud_ecs20140526 import models as ecs

from cases import Buyer, FreshTestCase, ServedTestCase, refusal
from clients import Clients
from relay import Relay
from worlds import BUCKET, REGION


class EnvelopeTests(ServedTestCase):
    """What is around an answer."""

    def setUp(self):
        self.relay = Relay(self.emulator.address)
        self.addCleanup(self.relay.stop)
        self.relayed = Clients(self.relay.address)

    def test_success(self):
        """An answer is JSON, with its request id in body and header."""
        body = self.relayed.call("DescribeVpcs", "2016-04-28", {"RegionId": REGION})
        status, headers, _ = self.relay.answers[-1]
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json;charset=utf-8"))
        self.assertEqual(headers["x-acs-request-id"], body["RequestId"])

    def test_refusal(self):
        """A refusal has request id, host, code and message."""
        found = refusal(lambda: self.relayed.foas("GetProject", projectName="nothing"))
        _, headers, body = self.relay.answers[-1]
        body = json.loads(body)
        self.assertLessEqual({"RequestId", "HostId", "Code", "Message"}, set(body))
        self.assertEqual(headers["Content-Type"], "application/json;charset=utf-8")
        self.assertEqual((headers["x-acs-request-id"], found.error.request_id), (body["RequestId"],) * 2)

    def test_refusal_by_legacy_sdk(self):
        """The legacy SDK finds the request id as well."""
        found = refusal(lambda: self.relayed.legacy_foas("GetProject", projectName="nothing"))
        self.assertEqual(found.error.get_request_id(), json.loads(self.relay.answers[-1][2])["RequestId"])

    def test_oss(self):
        """OSS answers XML with date, server and request id, refused or not."""
        for name in (BUCKET, "no-bucket"):
            with self.subTest(bucket=name):
                try:
                    self.relayed.oss.get_bucket_acl(oss_v2.GetBucketAclRequest(bucket=name))
                except oss_v2.exceptions.OperationError:
                    pass
                headers = self.relay.answers[-1][1]
                self.assertEqual((headers["Content-Type"], headers["Server"]), ("application/xml", "AliyunOSS"))
                self.assertTrue(headers["Date"].endswith(" GMT"))
                self.assertTrue(headers["x-oss-request-id"])

    def test_unknown_actions(self):
        """What is not answered is InvalidAction.NotFound, 404, in every service and dialect."""
        call = self.relayed.call
        for name, unknown in {
            "VPC": lambda: call("DescribeEipAddresses", "2016-04-28", {"RegionId": REGION}),
            "ECS": lambda: call("RunInstances", "2014-05-26", {"RegionId": REGION}),
            "RAM": lambda: call("CreateUser", "2015-05-01", {"UserName": "eve"}),
            "STS": lambda: call("GetSessionToken", "2015-04-01"),
            "BSS": lambda: call("QueryProductList", "2017-12-14", {"PageNum": "1", "PageSize": "1"}),
            "an invented action": lambda: call("Nonsense", "2016-04-28"),
            "an invented version": lambda: call("DescribeVpcs", "1999-01-01", {"RegionId": REGION}),
            "RPC V1": lambda: self.relayed.legacy_rpc("Nonsense", "2016-04-28"),
            "foas": lambda: self.relayed.foas("ListJob", projectName="nothing"),
            "ROA V1": lambda: self.relayed.legacy_foas("ListJob", projectName="nothing"),
        }.items():
            with self.subTest(name):
                self.assert_refused(unknown, ("InvalidAction.NotFound", "InvalidVersion"), 404)


class FieldTests(Buyer, FreshTestCase):
    """Every field that the contract names."""

    def assert_fields(self, found, *names):
        """Asserts that an object has fields of these names."""
        self.assertEqual([name for name in names if name not in found], [], f"missing from {found}")

    def rpc(self, action, version, **query):
        """Calls an RPC API and returns its answer as it came."""
        return self.sdk.call(action, version, {"RegionId": REGION} | query)

    def test_vpc(self):
        """A VPC in a list."""
        self.assert_fields(
            self.rpc("DescribeVpcs", "2016-04-28")["Vpcs"]["Vpc"][0], "VpcId", "VpcName", "RegionId", "Status",
            "CidrBlock", "SecondaryCidrBlocks", "VSwitchIds", "IsDefault", "OwnerId", "CreationTime")

    def test_vswitch(self):
        """A vSwitch in a list and alone."""
        names = ("VSwitchId", "VpcId", "ZoneId", "CidrBlock", "Status", "AvailableIpAddressCount", "IsDefault", "VSwitchName")
        self.assert_fields(self.rpc("DescribeVSwitches", "2016-04-28")["VSwitches"]["VSwitch"][0], *names)
        self.assert_fields(self.rpc("DescribeVSwitchAttributes", "2016-04-28", VSwitchId="vsw-1"), *names[:6])

    def test_network_interface(self):
        """A network interface, as created and as listed."""
        group = self.rpc("CreateSecurityGroup", "2014-05-26", VpcId="vpc-prod")["SecurityGroupId"]
        created = self.rpc("CreateNetworkInterface", "2014-05-26", VSwitchId="vsw-1", SecurityGroupId=group)
        self.assert_fields(created, "NetworkInterfaceId", "Status", "PrivateIpAddress", "VpcId", "ZoneId")
        listed = self.rpc("DescribeNetworkInterfaces", "2014-05-26")["NetworkInterfaceSets"]["NetworkInterfaceSet"][0]
        self.assert_fields(listed, "NetworkInterfaceId", "Status", "VSwitchId", "PrivateIpAddress")

    def test_bucket(self):
        """What GetBucketInfo says of a bucket."""
        info = self.sdk.oss.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket=BUCKET)).bucket_info
        for name in ("creation_date", "extranet_endpoint", "intranet_endpoint", "location", "storage_class",
                     "data_redundancy_type", "name", "owner", "acl", "access_monitor", "sse_rule", "bucket_policy"):
            with self.subTest(name):
                self.assertIsNotNone(getattr(info, name))

    def test_role(self):
        """A role."""
        role = self.sdk.call("GetRole", "2015-05-01", {"RoleName": "AliyunStreamDefaultRole"})["Role"]
        self.assert_fields(role, "RoleId", "RoleName", "Arn", "AssumeRolePolicyDocument", "MaxSessionDuration",
                           "Description", "CreateDate", "UpdateDate")

    def test_order(self):
        """An order in a list and in detail."""
        order = self.order(payModel="pre", period=1)
        listed = self.sdk.call("QueryOrders", "2017-12-14")["Data"]["OrderList"]["Order"][0]
        self.assert_fields(
            listed, "OrderId", "PaymentStatus", "OrderType", "SubscriptionType", "ProductCode", "ProductType",
            "CommodityCode", "CreateTime", "PaymentTime", "Currency", "PretaxGrossAmount", "PretaxAmount",
            "AfterTaxAmount", "Tax")
        detail = self.sdk.call("GetOrderDetail", "2017-12-14", {"OrderId": order})["Data"]["OrderList"]["Order"][0]
        self.assert_fields(detail, "OrderId", "InstanceIDs", "Config", "Quantity", "Region", "UsageStartTime", "UsageEndTime")

    def test_instance(self):
        """An instance among those available."""
        instance = self.instance(self.order(payModel="pre", period=1))
        listed = self.sdk.bss.query_available_instances(
            bss.QueryAvailableInstancesRequest(region=REGION)).body.data.instance_list
        self.assertEqual([(item.instance_id, item.status, item.renew_status) for item in listed],
                         [(instance, "Normal", "ManualRenewal")])
        self.assertTrue(listed[0].end_time)

    def test_available_resource(self):
        """What a zone has."""
        zone = self.sdk.ecs.describe_available_resource(ecs.DescribeAvailableResourceRequest(
            region_id=REGION, destination_resource="InstanceType")).body.available_zones.available_zone[0]
        for kind in zone.available_resources.available_resource:
            for item in kind.supported_resources.supported_resource:
                self.assertTrue(item.value and item.status and item.status_category)

    def test_cluster(self):
        """A cluster in a list and in detail."""
        cluster = self.running_cluster()
        listed = self.sdk.foas("ListCluster")["Clusters"]["Cluster"][0]
        common = ("ClusterId", "DisplayName", "Description", "State", "RegionId", "ZoneId", "OwnerId", "Operator",
                  "GmtCreate", "GmtModified")
        self.assert_fields(listed, *common)
        details = self.sdk.foas("GetClusterDetails", clusterId=cluster)["Details"]
        self.assert_fields(details, *common, "StorageType", "UserVpcId", "UserSGId", "UserVSwitchList", "UserOssInfo",
                           "InstanceInfos", "IsMixDeploy")
        self.assert_fields(json.loads(details["UserOssInfo"]), "endpoint", "vpcEndpoint", "oxsEndpoint", "accessId",
                           "accessKey", "bucket")
        versions = self.sdk.foas("GetClusterEngineVersions", clusterId=cluster)["EngineVersions"]["EngineVersion"]
        self.assertTrue(versions)

    def test_addresses_of_nodes(self):
        """The details give the address of every node, to be allowed at data stores."""
        details = self.sdk.foas("GetClusterDetails", clusterId=self.running_cluster())["Details"]
        self.assertRegex(details["InstanceInfos"], r"172\.16\.8\.\d+")

    def test_resource(self):
        """The resource of a cluster."""
        self.assert_fields(
            self.sdk.foas("GetClusterResource", clusterId=self.running_cluster())["Resource"], "TotalMB",
            "AllocatedMB", "AvailableMB", "TotalVirtualCores", "AllocatedVirtualCores", "AvailableVirtualCores")

    def test_queue(self):
        """A queue."""
        cluster = self.running_cluster()
        self.queue(cluster)
        self.assert_fields(
            self.sdk.foas("GetClusterQueueInfo", clusterId=cluster)["Queues"]["Queue"][0], "ClusterId", "QueueName",
            "MinVCore", "MaxVCore", "UsedVCore", "MinMem", "MaxMem", "UsedMem", "MinGpu", "MaxGpu", "UsedGpu",
            "ExternalInfo")

    def test_project(self):
        """A project alone and in a list."""
        cluster = self.running_cluster()
        self.project(cluster)
        names = ("Name", "Id", "State", "Region", "ClusterId", "DeployType", "ManagerIds", "Creator", "Modifier",
                 "CreateTime", "ModifyTime", "Description")
        self.assert_fields(self.sdk.foas("ListProject")["Projects"]["Project"][0], *names)
        self.assert_fields(self.sdk.foas("GetProject", projectName="risk_rt")["Project"], *names, "GlobalJobConfig")
