"""VPCs and vSwitches: create, list, describe, delete, and what is refused."""

from alibabacloud_vpc20160428 import models as vpc

from cases import FreshTestCase, ServedTestCase
from worlds import FAR_REGION, REGION, ZONE


class Networks:
    """Short ways to call VPC."""

    def create_vpc(self, **more):
        """Creates a VPC and returns its id."""
        wanted = {"region_id": REGION, "cidr_block": "10.0.0.0/8", "vpc_name": "mine"} | more
        return self.sdk.vpc.create_vpc(vpc.CreateVpcRequest(**wanted)).body.vpc_id

    def create_vswitch(self, vpc_id, **more):
        """Creates a vSwitch and returns its id."""
        wanted = {"region_id": REGION, "vpc_id": vpc_id, "zone_id": ZONE, "cidr_block": "10.0.1.0/24",
                  "v_switch_name": "mine"} | more
        return self.sdk.vpc.create_vswitch(vpc.CreateVSwitchRequest(**wanted)).body.v_switch_id

    def vpcs(self, **more):
        """The VPCs of the region, or some of them."""
        return self.sdk.vpc.describe_vpcs(vpc.DescribeVpcsRequest(**{"region_id": REGION} | more)).body

    def vpc_named(self, vpc_id):
        """What DescribeVpcAttribute says of a VPC."""
        return self.sdk.vpc.describe_vpc_attribute(vpc.DescribeVpcAttributeRequest(region_id=REGION, vpc_id=vpc_id)).body

    def vswitch_named(self, vswitch_id):
        """What DescribeVSwitchAttributes says of a vSwitch."""
        return self.sdk.vpc.describe_vswitch_attributes(
            vpc.DescribeVSwitchAttributesRequest(region_id=REGION, v_switch_id=vswitch_id)).body

    def delete_vpc(self, vpc_id):
        """Deletes a VPC."""
        return self.sdk.vpc.delete_vpc(vpc.DeleteVpcRequest(region_id=REGION, vpc_id=vpc_id))

    def delete_vswitch(self, vswitch_id):
        """Deletes a vSwitch."""
        return self.sdk.vpc.delete_vswitch(vpc.DeleteVSwitchRequest(region_id=REGION, v_switch_id=vswitch_id))


class NetworkLifeTests(Networks, FreshTestCase):
    """From creation to deletion."""

    def test_life_of_a_vpc(self):
        """A VPC is created, found and deleted."""
        created = self.create_vpc()
        found = self.vpcs(vpc_id=created).vpcs.vpc[0]
        self.assertEqual((found.vpc_name, found.cidr_block, found.status), ("mine", "10.0.0.0/8", "Available"))
        self.assertEqual(self.vpc_named(created).vpc_id, created)
        self.delete_vpc(created)
        self.assertEqual(self.vpcs(vpc_id=created).total_count, 0)
        self.assert_refused(lambda: self.vpc_named(created), "InvalidVpcId.NotFound", 404)

    def test_life_of_a_vswitch(self):
        """A vSwitch is created in a VPC, found and deleted."""
        network = self.create_vpc()
        created = self.create_vswitch(network)
        found = self.sdk.vpc.describe_vswitches(vpc.DescribeVSwitchesRequest(vpc_id=network)).body.v_switches.v_switch[0]
        self.assertEqual((found.v_switch_id, found.zone_id, found.cidr_block), (created, ZONE, "10.0.1.0/24"))
        self.assertEqual(found.available_ip_address_count, 252)
        self.assertEqual(self.vpc_named(network).v_switch_ids.v_switch_id, [created])
        self.delete_vswitch(created)
        self.assert_refused(lambda: self.vswitch_named(created), "InvalidVSwitchId.NotFound", 400)
        self.delete_vpc(network)

    def test_name_of_a_vswitch(self):
        """A vSwitch keeps the name it was given."""
        created = self.create_vswitch(self.create_vpc(), v_switch_name="front")
        self.assertEqual(self.vswitch_named(created).v_switch_name, "front")

    def test_vpc_in_use(self):
        """A VPC with a vSwitch is not deleted."""
        network = self.create_vpc()
        self.create_vswitch(network)
        self.assert_refused(lambda: self.delete_vpc(network), "DependencyViolation.VSwitch", 400)

    def test_same_token_same_vpc(self):
        """CreateVpc with the same token gives the first result."""
        first = self.create_vpc(client_token="token")
        self.assertEqual(self.create_vpc(client_token="token"), first)
        self.assertEqual(self.vpcs(vpc_name="mine").total_count, 1)

    def test_same_token_other_vpc(self):
        """CreateVpc with the same token and other parameters is refused."""
        self.create_vpc(client_token="token")
        self.assert_refused(
            lambda: self.create_vpc(client_token="token", vpc_name="other"),
            ("IdempotentParameterMismatch", "Duplicated.ClientToken", "InvalidIdempotenceParameter.Mismatch"), (400, 403))

    def test_same_token_same_vswitch(self):
        """CreateVSwitch with the same token gives the first result."""
        network = self.create_vpc()
        first = self.create_vswitch(network, client_token="token")
        self.assertEqual(self.create_vswitch(network, client_token="token"), first)


class NetworkRefusalTests(Networks, ServedTestCase):
    """What VPC refuses, and what it finds nothing of."""

    def test_unknown_vpc(self):
        """DescribeVpcs of an unknown id is an empty list; DescribeVpcAttribute is 404."""
        self.assertEqual(self.vpcs(vpc_id="vpc-none").total_count, 0)
        self.assert_refused(lambda: self.vpc_named("vpc-none"), "InvalidVpcId.NotFound", 404)
        self.assert_refused(lambda: self.delete_vpc("vpc-none"), ("InvalidVpcId.NotFound", "Forbidden.VpcNotFound"), (404, 400))

    def test_unknown_vswitch(self):
        """DescribeVSwitchAttributes of an unknown id is 400."""
        self.assert_refused(lambda: self.vswitch_named("vsw-none"), "InvalidVSwitchId.NotFound", 400)
        self.assert_refused(lambda: self.delete_vswitch("vsw-none"), "InvalidVSwitchId.NotFound", (404, 400))

    def test_unknown_vswitch_by_legacy_sdk(self):
        """The legacy SDK reads the same refusal."""
        call = lambda: self.sdk.legacy_rpc(
            "DescribeVSwitchAttributes", "2016-04-28", RegionId=REGION, VSwitchId="vsw-none")
        self.assert_refused(call, "InvalidVSwitchId.NotFound", 400)

    def test_too_many_ids(self):
        """More than 20 ids are refused."""
        ids = ",".join(f"vpc-{number}" for number in range(21))
        self.assert_refused(lambda: self.vpcs(vpc_id=ids), "InvalidVpcIdNumber.NotSupported", 400)

    def test_missing_region(self):
        """DescribeVpcs without its region is refused."""
        self.assert_refused(lambda: self.sdk.call("DescribeVpcs", "2016-04-28"), "MissingParameter", 400)

    def test_unknown_region(self):
        """No VPC is created in a region that does not exist."""
        call = lambda: self.create_vpc(region_id="cn-nowhere")
        self.assert_refused(call, "InvalidRegionId.NotFound", (400, 404))

    def test_filters(self):
        """VPCs are found by name and by region."""
        self.assertEqual([item.vpc_id for item in self.vpcs(vpc_name="prod").vpcs.vpc], ["vpc-prod"])
        self.assertEqual(self.vpcs(vpc_name="other").total_count, 0)
        self.assertEqual(self.vpcs(region_id=FAR_REGION).total_count, 0)

    def test_malformed_range(self):
        """A range that is none is refused."""
        self.assert_refused(lambda: self.create_vpc(cidr_block="10.0.0.0/40"), "InvalidCidrBlock.Malformed", 400)
        call = lambda: self.create_vswitch("vpc-prod", cidr_block="172.16.300.0/24")
        self.assert_refused(call, "InvalidCidrBlock.Malformed", 400)

    def test_overlap(self):
        """A vSwitch does not overlap another."""
        call = lambda: self.create_vswitch("vpc-prod", cidr_block="172.16.8.128/25")
        self.assert_refused(call, "InvalidCidrBlock.Overlapped", 400)

    def test_range_outside_vpc(self):
        """A vSwitch lies within its VPC."""
        call = lambda: self.create_vswitch("vpc-prod", cidr_block="10.1.0.0/24")
        self.assert_refused(call, ("InvalidCidrBlock.Malformed", "IllegalParam.CidrBlock", "OperationFailed.CidrAcross"), 400)

    def test_vswitch_in_unknown_vpc(self):
        """A vSwitch is not created in a VPC that does not exist."""
        call = lambda: self.create_vswitch("vpc-none")
        self.assert_refused(call, ("InvalidVpcId.NotFound", "Forbidden.VpcNotFound"), (404, 400))

    def test_vswitch_in_unknown_zone(self):
        """A vSwitch is not created in a zone that does not exist."""
        call = lambda: self.create_vswitch("vpc-prod", zone_id="cn-beijing-zz", cidr_block="172.16.9.0/24")
        self.assert_refused(call, "InvalidZoneId.NotFound", 400)
