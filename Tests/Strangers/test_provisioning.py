"""The whole provisioning sequence, from the caller's identity to a project, by the vendor's SDKs alone."""

import json

import alibabacloud_oss_v2 as oss_v2
from alibabacloud_bssopenapi20171214 import models as bss
from alibabacloud_ecs20140526 import models as ecs
from alibabacloud_ram20150501 import models as ram
from alibabacloud_vpc20160428 import models as vpc

from cases import Buyer, FreshTestCase
from worlds import ACCOUNT_ID, BUCKET, REGION, ZONE

NODES = 3 + 4


class SequenceTests(Buyer):
    """The sequence, step by step; `foas` calls foas in one way or the other."""

    def test_sequence(self):
        """Everything is looked at, bought once, created once, and counted once."""
        self.look_at_prerequisites()
        instance = self.buy()
        cluster = self.create_cluster(instance)
        self.create_project(cluster)
        self.compare_with_cloud(cluster)

    def look_at_prerequisites(self):
        """Steps 1 to 5."""
        caller = self.sdk.sts.get_caller_identity().body
        self.assertEqual((caller.identity_type, caller.account_id), ("Account", ACCOUNT_ID))
        self.look_at_network()
        self.look_at_bucket()
        self.look_at_role()

    def look_at_network(self):
        """Steps 2 and 3: VPC, vSwitch and stock."""
        found = self.sdk.vpc.describe_vpcs(vpc.DescribeVpcsRequest(region_id=REGION, vpc_id="vpc-prod")).body.vpcs.vpc[0]
        self.assertEqual((found.status, found.region_id, found.vpc_name), ("Available", REGION, "prod"))
        self.assertEqual(found.v_switch_ids.v_switch_id, ["vsw-1"])
        self.assertEqual(self.addresses(), 200)
        zone = self.sdk.ecs.describe_available_resource(ecs.DescribeAvailableResourceRequest(
            region_id=REGION, destination_resource="InstanceType", zone_id=ZONE, cores=8, memory=32.0,
        )).body.available_zones.available_zone[0]
        self.assertEqual((zone.zone_id, zone.status, zone.status_category), (ZONE, "Available", "WithStock"))
        kind = zone.available_resources.available_resource[0]
        self.assertEqual(kind.type, "InstanceType")
        self.assertEqual(kind.supported_resources.supported_resource[0].status_category, "WithStock")

    def addresses(self):
        """The free addresses of the vSwitch."""
        return self.sdk.vpc.describe_vswitch_attributes(
            vpc.DescribeVSwitchAttributesRequest(region_id=REGION, v_switch_id="vsw-1")).body.available_ip_address_count

    def look_at_bucket(self):
        """Step 4, by both SDKs and both signatures."""
        for signature in ("v1", "v4"):
            with self.subTest(signature=signature):
                newer = self.sdk.oss_v2(signature)
                info = newer.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket=BUCKET)).bucket_info
                self.assertEqual((info.storage_class, info.acl), ("Standard", "private"))
                self.assertEqual(info.location, "oss-" + REGION)
                self.assertEqual(newer.get_bucket_acl(oss_v2.GetBucketAclRequest(bucket=BUCKET)).acl, "private")
                older = self.sdk.bucket(BUCKET, signature)
                info = older.get_bucket_info()
                self.assertEqual((info.storage_class, info.acl.grant), ("Standard", "private"))
                self.assertEqual(info.location, "oss-" + REGION)
                self.assertEqual(older.get_bucket_acl().acl, "private")

    def look_at_role(self):
        """Step 5: the role and what its policies allow."""
        name = "AliyunStreamDefaultRole"
        role = self.sdk.ram.get_role(ram.GetRoleRequest(role_name=name)).body.role
        self.assertEqual(role.arn.lower(), f"acs:ram::{ACCOUNT_ID}:role/{name.lower()}")
        self.assertEqual(json.loads(role.assume_role_policy_document)["Version"], "1")
        attached = self.sdk.ram.list_policies_for_role(ram.ListPoliciesForRoleRequest(role_name=name)).body.policies.policy
        self.assertEqual([(policy.policy_name, policy.policy_type) for policy in attached],
                         [("AliyunStreamRolePolicy", "System")])
        version = self.sdk.ram.get_policy_version(ram.GetPolicyVersionRequest(
            policy_type="System", policy_name=attached[0].policy_name, version_id=attached[0].default_version))
        policy = self.sdk.ram.get_policy(ram.GetPolicyRequest(
            policy_type="System", policy_name=attached[0].policy_name)).body.default_policy_version
        text = version.body.policy_version.policy_document
        self.assertEqual(json.loads(policy.policy_document), json.loads(text))
        self.assertEqual(len(json.loads(text)["Statement"]), 9)

    def buy(self):
        """Steps 6 and 7: an order, paid, and the instance it bought."""
        order = self.order(self.foas, masterNum=3, slaveNum=4)
        found = self.sdk.bss.query_orders(bss.QueryOrdersRequest(order_type="New")).body.data
        self.assertEqual((found.total_count, found.order_list.order[0].order_id), (1, order))
        self.assertEqual(found.order_list.order[0].payment_status, "Paid")
        self.assertEqual(found.order_list.order[0].subscription_type, "PayAsYouGo")
        detail = self.sdk.bss.get_order_detail(bss.GetOrderDetailRequest(order_id=order)).body.data.order_list.order[0]
        self.assertEqual((detail.payment_status.lower(), detail.order_type.lower()), ("paid", "new"))
        self.assertEqual(detail.region, REGION)
        instances = json.loads(detail.instance_ids)
        self.assertEqual(len(instances), 1)
        self.assertRegex(instances[0], "^blinkonecs_")
        return instances[0]

    def create_cluster(self, instance):
        """Steps 8 and 9: a cluster, awaited."""
        cluster = self.cluster_on(instance, self.foas)
        self.assertEqual(self.state_of(cluster), "STARTING")
        self.emulator.advance("10m")
        self.assertEqual(self.state_of(cluster), "STARTING")
        self.emulator.advance("25m")
        self.assertEqual(self.state_of(cluster), "RUNNING")
        self.look_at_cluster(cluster)
        return cluster

    def state_of(self, cluster):
        """What the list says of the cluster."""
        listed = self.foas("ListCluster", clusterId=cluster)
        self.assertEqual((listed["TotalCount"], listed["PageIndex"]), (1, 1))
        self.assertEqual(listed["Clusters"]["Cluster"][0]["DisplayName"], "risk_cluster")
        return listed["Clusters"]["Cluster"][0]["State"]

    def look_at_cluster(self, cluster):
        """What a running cluster has, and what it took."""
        details = self.foas("GetClusterDetails", clusterId=cluster)["Details"]
        self.assertEqual((details["ClusterId"], details["State"], details["ZoneId"]), (cluster, "RUNNING", ZONE))
        self.assertEqual(details["UserVpcId"], "vpc-prod")
        self.assertEqual(json.loads(details["UserVSwitchList"]), ["vsw-1"])
        self.assertEqual(json.loads(details["UserOssInfo"])["bucket"], BUCKET)
        self.assertRegex(details["UserSGId"], "^sg-")
        self.assertGreater(details["GmtCreate"], 1_600_000_000_000)
        resource = self.foas("GetClusterResource", clusterId=cluster)["Resource"]
        self.assertEqual((resource["TotalVirtualCores"], resource["TotalMB"]), (2400, 24 * 4096))
        self.assertEqual((resource["AllocatedVirtualCores"], resource["AvailableVirtualCores"]), (0, 2400))
        self.assertEqual(self.addresses(), 200 - NODES)

    def create_project(self, cluster):
        """Step 10: a project and its queue of 4 CU."""
        self.project(cluster, foas=self.foas)
        self.queue(cluster, units=4, foas=self.foas)
        self.bind(cluster, foas=self.foas)
        project = self.foas("GetProject", projectName="risk_rt")["Project"]
        self.assertEqual((project["Name"], project["ClusterId"]), ("risk_rt", cluster))
        self.assertEqual(project["DeployType"].lower(), "cell")
        queues = self.foas("ListProjectBindQueueResource", projectName="risk_rt")["Queues"]["Queue"]
        self.assertEqual([(queue["MaxVCore"], queue["MaxMem"]) for queue in queues], [(400, 16384)])
        bound = self.foas("ListProjectBindQueue", projectName="risk_rt")["Queues"]["Queue"]
        self.assertEqual([queue["ClusterId"] for queue in bound], [cluster])
        resource = self.foas("GetClusterResource", clusterId=cluster)["Resource"]
        self.assertEqual((resource["AllocatedVirtualCores"], resource["AvailableVirtualCores"]), (400, 2000))

    def compare_with_cloud(self, cluster):
        """The cloud itself counts one of each."""
        shown = self.emulator.show()
        self.assertEqual(shown["purchases"]["count"], 1)
        self.assertEqual([(item["id"], item["status"]) for item in shown["clusters"]], [(cluster, "Running")])
        self.assertEqual([(item["name"], item["clusterId"], item["computeUnits"]) for item in shown["projects"]],
                         [("risk_rt", cluster, 4)])
        for call in ("purchase", "create-cluster", "create-project", "create-queue", "bind-queue"):
            self.assertEqual(shown["calls"].get(call), 1, call)


class LegacySequence(SequenceTests, FreshTestCase):
    """The sequence with the legacy foas SDK, signing ROA V1."""

    def foas(self, action, **parameters):
        """Calls foas."""
        return self.sdk.legacy_foas(action, **parameters)


class Acs3Sequence(SequenceTests, FreshTestCase):
    """The sequence with the generic client, signing ACS3."""

    def foas(self, action, **parameters):
        """Calls foas."""
        return self.sdk.foas(action, **parameters)
