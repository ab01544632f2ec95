"""ECS: stock, security groups and network interfaces."""

from alibabacloud_ecs20140526 import models as ecs

import worlds
from cases import FreshTestCase, ServedTestCase
from worlds import REGION, ZONE


class Machines:
    """Short ways to call ECS."""

    @classmethod
    def make_spec(cls):
        """A world with a second, full vSwitch, and a VPC beside."""
        spec = worlds.spec()
        spec["vpcs"].append({"id": "vpc-other", "name": "other", "region": REGION, "cidr": "10.0.0.0/8"})
        spec["vSwitches"].append(
            {"id": "vsw-full", "vpc": "vpc-prod", "zone": ZONE, "cidr": "172.16.9.0/24", "freeAddresses": 0})
        return spec

    def stock(self, **more):
        """The zones that have what is asked for."""
        wanted = {"region_id": REGION, "destination_resource": "InstanceType"} | more
        return self.sdk.ecs.describe_available_resource(
            ecs.DescribeAvailableResourceRequest(**wanted)).body.available_zones.available_zone

    def group(self, vpc_id="vpc-prod", **more):
        """Creates a security group."""
        return self.sdk.ecs.create_security_group(ecs.CreateSecurityGroupRequest(
            region_id=REGION, vpc_id=vpc_id, security_group_name="sg-blink", **more)).body.security_group_id

    def interface(self, group, vswitch="vsw-1"):
        """Creates a network interface."""
        return self.sdk.ecs.create_network_interface(ecs.CreateNetworkInterfaceRequest(
            region_id=REGION, v_switch_id=vswitch, security_group_id=group)).body

    def authorize(self, group, **more):
        """Adds a rule to a security group."""
        rule = {"ip_protocol": "TCP", "port_range": "1/65535", "source_cidr_ip": "10.0.0.0/8"} | more
        return self.sdk.ecs.authorize_security_group(ecs.AuthorizeSecurityGroupRequest(
            region_id=REGION, security_group_id=group,
            permissions=[ecs.AuthorizeSecurityGroupRequestPermissions(**rule)]))


class StockTests(Machines, ServedTestCase):
    """What the zones have."""

    def test_stock(self):
        """A model in stock is available; one that is not is sold out."""
        self.assertEqual(self.stock(cores=4, memory=16.0)[0].status_category, "WithStock")
        zones = self.stock(cores=64, memory=256.0)
        self.assertNotIn("WithStock", [zone.status_category for zone in zones])

    def test_refusals(self):
        """A destination that is none, or missing, is refused."""
        self.assert_refused(lambda: self.stock(destination_resource="Moon"), "Invalid.DestinationResource", 404)
        self.assert_refused(lambda: self.stock(destination_resource=None), "MissingParameter", 400)

    def test_unknown_region(self):
        """A region that does not exist is refused."""
        self.assert_refused(lambda: self.stock(region_id="cn-nowhere"), "InvalidRegionId.NotFound", 404)


class SecurityGroupTests(Machines, FreshTestCase):
    """Security groups and their rules."""

    def test_create(self):
        """A group is created in a VPC, and takes a rule twice."""
        group = self.group()
        self.assertRegex(group, "^sg-")
        self.authorize(group)
        self.authorize(group)

    def test_unknown_vpc(self):
        """A group is not created in a VPC that does not exist."""
        self.assert_refused(lambda: self.group("vpc-none"), "InvalidVpcId.NotFound", (404, 403))

    def test_same_token(self):
        """The same token gives the first group."""
        self.assertEqual(self.group(client_token="token"), self.group(client_token="token"))

    def test_unknown_group(self):
        """A rule is not added to a group that does not exist."""
        self.assert_refused(lambda: self.authorize("sg-none"), "InvalidSecurityGroupId.NotFound", 404)

    def test_malformed_port_range(self):
        """A port range that is none is refused."""
        call = lambda: self.authorize(self.group(), port_range="many")
        self.assert_refused(call, ("InvalidPortRange.Malformed", "InvalidParam.PortRange"), 400)

    def test_unknown_protocol(self):
        """A protocol that is none is refused."""
        call = lambda: self.authorize(self.group(), ip_protocol="XYZ")
        self.assert_refused(call, ("InvalidIpProtocol.ValueNotSupported", "InvalidIpProtocol.Malformed"), 400)


class NetworkInterfaceTests(Machines, FreshTestCase):
    """Network interfaces."""

    def test_create(self):
        """An interface is created, takes an address and is listed."""
        group = self.group()
        created = self.interface(group)
        self.assertRegex(created.network_interface_id, "^eni-")
        self.assertEqual(self.emulator.show()["vSwitches"][0]["freeAddresses"], 199)
        listed = self.sdk.ecs.describe_network_interfaces(ecs.DescribeNetworkInterfacesRequest(
            region_id=REGION, network_interface_id=[created.network_interface_id],
        )).body.network_interface_sets.network_interface_set
        self.assertEqual([item.v_switch_id for item in listed], ["vsw-1"])
        self.assertIn(listed[0].status, ("Available", "InUse"))

    def test_unknown_vswitch(self):
        """An interface is not created in a vSwitch that does not exist."""
        self.assert_refused(lambda: self.interface(self.group(), "vsw-none"), "InvalidVSwitchId.NotFound", 404)

    def test_unknown_group(self):
        """An interface is not created in a group that does not exist."""
        self.assert_refused(lambda: self.interface("sg-none"), "InvalidSecurityGroupId.NotFound", 404)

    def test_full_vswitch(self):
        """A vSwitch without addresses gives none."""
        self.assert_refused(lambda: self.interface(self.group(), "vsw-full"), "InvalidVSwitchId.IpNotEnough", 403)

    def test_group_of_other_vpc(self):
        """Group and vSwitch are of one VPC."""
        call = lambda: self.interface(self.group("vpc-other"))
        self.assert_refused(call, "InvalidOperation.VpcMismatch", 403)
