"""Lists longer than a page."""

import alibabacloud_oss_v2 as oss_v2
import oss2
from alibabacloud_bssopenapi20171214 import models as bss
from alibabacloud_ram20150501 import models as ram
from alibabacloud_vpc20160428 import models as vpc

import worlds
from cases import Buyer, ServedTestCase
from worlds import REGION, ZONE


class ManyTests(ServedTestCase):
    """A world with many of everything."""

    @classmethod
    def make_spec(cls):
        """54 more VPCs, 11 more vSwitches, 8 more buckets and 6 more roles."""
        spec = worlds.spec()
        spec["vpcs"] += [
            {"id": f"vpc-{number:02}", "name": f"net{number:02}", "region": REGION, "cidr": "10.0.0.0/8"}
            for number in range(54)]
        spec["vSwitches"] += [
            {"id": f"vsw-{number}", "vpc": "vpc-00", "zone": ZONE, "cidr": f"10.0.{number}.0/24", "freeAddresses": 50}
            for number in range(100, 111)]
        spec["buckets"] += [
            {"name": f"many-{number}", "region": REGION, "storageClass": "Standard", "acl": "private", "versioning": False}
            for number in range(8)]
        spec["roles"] += [{"name": f"Worker{number}", "trusts": ["ecs.aliyuncs.com"], "policies": []}
                          for number in range(6)]
        return spec

    def vpcs(self, **more):
        """A page of VPCs."""
        return self.sdk.vpc.describe_vpcs(vpc.DescribeVpcsRequest(region_id=REGION, **more)).body

    def test_vpcs(self):
        """Two pages of 50 hold 55 VPCs, each once."""
        first, second = self.vpcs(page_size=50), self.vpcs(page_size=50, page_number=2)
        self.assertEqual((first.total_count, first.page_number, first.page_size), (55, 1, 50))
        self.assertEqual((len(first.vpcs.vpc), len(second.vpcs.vpc)), (50, 5))
        self.assertEqual(len({item.vpc_id for page in (first, second) for item in page.vpcs.vpc}), 55)

    def test_default_page_of_vpcs(self):
        """A page is of 10 unless told."""
        page = self.vpcs()
        self.assertEqual((page.page_size, len(page.vpcs.vpc)), (10, 10))

    def test_beyond_the_last_page(self):
        """Beyond the last page there is nothing, and the count is the same."""
        page = self.vpcs(page_size=50, page_number=9)
        self.assertEqual((page.total_count, page.vpcs.vpc), (55, []))

    def test_refused_page(self):
        """There is no page 0."""
        self.assertRaises(Exception, lambda: self.vpcs(page_number=0))

    def test_vswitches(self):
        """vSwitches of a VPC are paged."""
        pages = [self.sdk.vpc.describe_vswitches(vpc.DescribeVSwitchesRequest(
            vpc_id="vpc-00", page_size=5, page_number=number)).body for number in (1, 2, 3)]
        self.assertEqual([len(page.v_switches.v_switch) for page in pages], [5, 5, 1])
        self.assertEqual({page.total_count for page in pages}, {11})

    def test_buckets_by_newer_sdk(self):
        """The newer OSS SDK pages through all buckets."""
        pages = self.sdk.oss.list_buckets_paginator().iter_page(oss_v2.ListBucketsRequest(max_keys=3))
        sizes, names = [], []
        for page in pages:
            sizes.append(len(page.buckets))
            names += [bucket.name for bucket in page.buckets]
        self.assertEqual(sorted(names), sorted([f"many-{number}" for number in range(8)] + ["far-udf", "risk-udf"]))
        self.assertEqual(sizes, [3, 3, 3, 1])

    def test_buckets_by_older_sdk(self):
        """The older OSS SDK pages through all buckets, signing V4 or V1."""
        for signature in ("v4", "v1"):
            with self.subTest(signature=signature):
                found = [bucket.name for bucket in oss2.BucketIterator(self.sdk.buckets(signature), max_keys=4)]
                self.assertEqual(len(found), 10)
                self.assertEqual(len(set(found)), 10)

    def test_roles(self):
        """Roles are paged by a marker."""
        names, marker = [], None
        for _ in range(10):
            page = self.sdk.ram.list_roles(ram.ListRolesRequest(max_items=3, marker=marker)).body
            self.assertLessEqual(len(page.roles.role), 3)
            names += [role.role_name for role in page.roles.role]
            marker = page.marker
            if not page.is_truncated:
                break
        self.assertEqual(len(names), 7)
        self.assertEqual(len(set(names)), 7)


class ExclusiveTests(Buyer, ServedTestCase):
    """Orders, clusters and projects, paged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        instances = [self.instance(self.order()) for _ in range(5)]
        cls.clusters = [self.cluster_on(item, displayName=f"cluster_{number}") for number, item in enumerate(instances)]
        cls.emulator.advance("31m")
        for number in range(3):
            self.project(cls.clusters[0], f"project_{number}")

    def pages(self, foas, action, **more):
        """Pages of 2 of a list."""
        return [foas(action, pageSize=2, pageIndex=number, **more) for number in (1, 2, 3)]

    def test_clusters(self):
        """Clusters are paged, in either dialect."""
        for name, foas in (("ACS3", self.sdk.foas), ("legacy", self.sdk.legacy_foas)):
            with self.subTest(name):
                pages = self.pages(foas, "ListCluster", region=REGION)
                found = [item["ClusterId"] for page in pages for item in page["Clusters"]["Cluster"]]
                self.assertEqual(sorted(found), sorted(self.clusters))
                self.assertEqual([(page["TotalCount"], page["TotalPage"], page["PageIndex"], page["PageSize"])
                                  for page in pages], [(5, 3, 1, 2), (5, 3, 2, 2), (5, 3, 3, 2)])

    def test_filtered_clusters(self):
        """Clusters are found by name, state and region."""
        listed = lambda **more: self.sdk.foas("ListCluster", **more)["Clusters"]["Cluster"]
        self.assertEqual([item["ClusterId"] for item in listed(displayName="cluster_3")], [self.clusters[3]])
        self.assertEqual(len(listed(state="RUNNING")), 5)
        self.assertEqual(listed(state="STARTING"), [])
        self.assertEqual(listed(region="cn-hangzhou"), [])

    def test_projects(self):
        """Projects are paged, in either dialect."""
        for name, foas in (("ACS3", self.sdk.foas), ("legacy", self.sdk.legacy_foas)):
            with self.subTest(name):
                pages = self.pages(foas, "ListProject", clusterId=self.clusters[0])
                found = [item["Name"] for page in pages for item in page["Projects"]["Project"]]
                self.assertEqual(sorted(found), ["project_0", "project_1", "project_2"])
                self.assertEqual([(page["TotalCount"], page["TotalPage"]) for page in pages], [(3, 2)] * 3)

    def test_filtered_projects(self):
        """Projects are found by name and by cluster."""
        listed = lambda **more: self.sdk.foas("ListProject", **more)["Projects"]["Project"]
        self.assertEqual([item["Name"] for item in listed(name="project_1")], ["project_1"])
        self.assertEqual(listed(clusterId=self.clusters[1]), [])
        self.assertEqual(len(listed(deployType="cell")), 3)

    def test_orders(self):
        """Orders are paged."""
        pages = [self.sdk.bss.query_orders(bss.QueryOrdersRequest(
            create_time_start="2021-04-01T00:00:00Z", page_num=number, page_size=2)).body.data for number in (1, 2, 3)]
        self.assertEqual([len(page.order_list.order) for page in pages], [2, 2, 1])
        self.assertEqual({(page.total_count, page.page_size) for page in pages}, {(5, 2)})
        self.assertEqual(len({order.order_id for page in pages for order in page.order_list.order}), 5)
