"""The emulator as a program: its keys, its counts, its end."""

import threading
import unittest

from alibabacloud_vpc20160428 import models as vpc

import worlds
from cases import Buyer, FreshTestCase
from clients import Clients, Key
from emulator import Emulator
from worlds import ACCOUNT_ID, REGION


class KeyTests(unittest.TestCase):
    """The keys of a world."""

    def identity(self, spec, key):
        """Who a key is, in a world."""
        emulator = Emulator(worlds.world(spec))
        self.addCleanup(emulator.stop)
        return Clients(emulator.address, key).sts.get_caller_identity().body

    def test_default_key(self):
        """A world that names no key has testid for the account."""
        spec = worlds.spec()
        del spec["accessKeys"]
        self.assertEqual(self.identity(spec, Key("testid", "testsecret")).identity_type, "Account")

    def test_key_of_account(self):
        """A key of the account, of any name."""
        spec = worlds.spec() | {"accessKeys": [{"id": "LTAI5t", "secret": "a secret/+=", "as": "account"}]}
        caller = self.identity(spec, Key("LTAI5t", "a secret/+="))
        self.assertEqual((caller.identity_type, caller.arn), ("Account", f"acs:ram::{ACCOUNT_ID}:root"))

    def test_key_of_role(self):
        """A key of a role is of an assumed role."""
        spec = worlds.spec()
        spec["accessKeys"].append({"id": "STS.role", "secret": "secret", "as": {"role": "AliyunStreamDefaultRole"}})
        self.assertEqual(self.identity(spec, Key("STS.role", "secret")).identity_type, "AssumedRoleUser")


class ProgramTests(Buyer, FreshTestCase):
    """Counts, crowds and the end."""

    def test_ends(self):
        """SIGTERM ends it, as done."""
        self.assertEqual(self.emulator.stop(), 0)

    def test_counts_reads(self):
        """A call that only reads is counted, and at once."""
        self.sdk.vpc.describe_vpcs(vpc.DescribeVpcsRequest(region_id=REGION))
        self.assertEqual(sum(self.emulator.show()["calls"].values()), 1)

    def test_crowd(self):
        """Twelve buyers at once buy twelve times, each with an order of its own."""
        orders, lock = [], threading.Lock()

        def buy():
            order = self.order(Clients(self.emulator.address).foas)
            with lock:
                orders.append(order)

        buyers = [threading.Thread(target=buy) for _ in range(12)]
        for buyer in buyers:
            buyer.start()
        for buyer in buyers:
            buyer.join()
        self.assertEqual(len(set(orders)), 12)
        self.assertEqual(self.emulator.show()["purchases"]["count"], 12)

    def test_clock(self):
        """The cloud's clock moves while it serves, and new things are dated by it."""
        before = self.emulator.show()["now"]
        self.emulator.advance("40m")
        self.assertEqual((before, self.emulator.show()["now"]), ("2021-04-01T01:00:00Z", "2021-04-01T01:40:00Z"))
        order = self.order()
        listed = self.sdk.call("QueryOrders", "2017-12-14")["Data"]["OrderList"]["Order"]
        self.assertEqual([(item["OrderId"], item["CreateTime"]) for item in listed], [(order, "2021-04-01T01:40:00Z")])

    def test_changes_beside_it(self):
        """What is changed by another command is served at once."""
        self.emulator.set("vswitch/vsw-1", "freeAddresses=7")
        found = self.sdk.vpc.describe_vswitch_attributes(
            vpc.DescribeVSwitchAttributesRequest(region_id=REGION, v_switch_id="vsw-1")).body
        self.assertEqual(found.available_ip_address_count, 7)
