"""Clusters of exclusive mode: bought, created, changed, destroyed, and what is refused."""

import json

import worlds
from cases import Buyer, FreshTestCase, refusal
from worlds import ZONE


class PurchaseTests(Buyer, FreshTestCase):
    """What may be bought."""

    def count(self):
        """How many purchases took effect."""
        return self.emulator.show()["purchases"]["count"]

    def test_not_idempotent(self):
        """Without a token, every purchase is one more."""
        self.assertNotEqual(self.order(), self.order())
        self.assertEqual(self.count(), 2)

    def test_refused_parameters(self):
        """Numbers and models are within their bounds, in either dialect."""
        for changes in ({"masterNum": 2}, {"slaveNum": 1}, {"slaveNum": 1001}, {"masterSpec": "Ecs_9c9g"},
                        {"payModel": "free"}, {"payModel": "pre", "period": 13}):
            for name, foas in (("ACS3", self.sdk.foas), ("legacy", self.sdk.legacy_foas)):
                with self.subTest(changes=changes, dialect=name):
                    self.assert_refused(lambda: self.order(foas, **changes), "InvalidParameter", 400)
        self.assertEqual(self.count(), 0)

    def test_missing_parameter(self):
        """What is required is named if missing."""
        found = self.assert_refused(
            lambda: self.sdk.foas("CreateCellClusterOrder", payModel="post"), "MissingParameter", 400)
        self.assertIn("mandatory", found.error.message)

    def test_closed_sale(self):
        """After the end of the sale nothing is bought."""
        self.emulator.set("sales", "closes=2021-04-01T00:00:00Z")
        found = refusal(self.order)
        self.assertIn(found.status, range(400, 500))
        self.assertEqual(self.count(), 0)


class CreationTests(Buyer, FreshTestCase):
    """One order, one cluster."""

    def setUp(self):
        super().setUp()
        self.bought = self.instance(self.order())

    def test_one_cluster_on_an_instance(self):
        """An instance carries one cluster."""
        self.cluster_on(self.bought)
        call = lambda: self.cluster_on(self.bought, displayName="other_cluster")
        self.assert_refused(call, "InstanceInUse", range(400, 500))
        self.assertEqual(len(self.emulator.show()["clusters"]), 1)

    def test_unknown_prerequisites(self):
        """A cluster is not created on what does not exist."""
        for changes, status in (({"orderId": "blinkonecs_none"}, range(400, 500)), ({"userVpcId": "vpc-none"}, (404, 400)),
                                ({"userVSwitch": "vsw-none"}, (404, 400)), ({"userOssBucket": "no-bucket"}, (404, 400))):
            with self.subTest(changes=changes):
                self.assertIn(refusal(lambda: self.cluster_on(self.bought, **changes)).status, status)
        self.assertEqual(self.emulator.show()["clusters"], [])

    def test_number_of_the_order(self):
        """The instance is meant by CreateCluster's orderId, not the number of the order."""
        call = lambda: self.cluster_on(self.order())
        self.assertIn(refusal(call).status, range(400, 500))

    def test_missing_description(self):
        """The description is required."""
        self.assert_refused(lambda: self.cluster_on(self.bought, description=None), "MissingParameter", 400)

    def test_name(self):
        """A cluster's name is 3 to 64 lower-case letters, digits and underscores."""
        for name in ("ab", "Risk_cluster", "1st_cluster"):
            with self.subTest(name=name):
                self.assertEqual(refusal(lambda: self.cluster_on(self.bought, displayName=name)).status, 400)

    def test_too_few_addresses(self):
        """A vSwitch with fewer addresses than nodes carries no cluster."""
        self.emulator.set("vswitch/vsw-1", "freeAddresses=2")
        self.assertIn(refusal(lambda: self.cluster_on(self.bought)).status, range(400, 500))
        self.assertEqual(self.emulator.show()["vSwitches"][0]["freeAddresses"], 2)

    def test_too_little_stock(self):
        """A zone without machines carries no cluster."""
        self.emulator.set("zone/" + ZONE, "stock.Ecs_8c32g=1")
        self.assertIn(refusal(lambda: self.cluster_on(self.bought)).status, range(400, 500))

    def test_id(self):
        """A cluster's id is of 20 or more lower-case letters and digits."""
        self.assertRegex(self.cluster_on(self.bought), "^[a-z0-9]{20,}$")


class ChangeTests(Buyer, FreshTestCase):
    """A pay-as-you-go cluster grows, shrinks and goes."""

    def setUp(self):
        super().setUp()
        self.cluster = self.running_cluster()

    def expand(self, count, **more):
        """Asks for so many slaves in all."""
        self.sdk.foas("ExpandCluster", clusterId=self.cluster, count=count, **more)

    def shrink(self, **how):
        """Asks for fewer slaves."""
        self.sdk.foas("ShrinkCluster", clusterId=self.cluster, **how)

    def cores(self):
        """All virtual cores of the cluster."""
        return self.sdk.foas("GetClusterResource", clusterId=self.cluster)["Resource"]["TotalVirtualCores"]

    def slaves(self):
        """The slaves of the cluster, as the details say."""
        details = self.sdk.foas("GetClusterDetails", clusterId=self.cluster)["Details"]
        return json.loads(details["InstanceInfos"])["slaveInstanceInfos"]

    def test_expand_and_shrink(self):
        """The number of slaves follows what was asked for."""
        self.expand(4, model="Ecs_8c32g")
        self.assertEqual(self.state(self.cluster), "EXPANDING")
        self.emulator.advance("1h")
        self.assertEqual((self.state(self.cluster), self.cores(), len(self.slaves())), ("RUNNING", 2400, 4))
        self.shrink(modelTargetCount='{"Ecs_8c32g":3}')
        self.assertEqual(self.state(self.cluster), "REDUCING")
        self.emulator.advance("1h")
        self.assertEqual((self.state(self.cluster), self.cores(), len(self.slaves())), ("RUNNING", 1800, 3))
        calls = self.emulator.show()["calls"]
        self.assertEqual((calls["expand-cluster"], calls["shrink-cluster"]), (1, 1))

    def test_legacy_sdk(self):
        """The legacy SDK expands, shrinks and destroys as well."""
        foas = self.sdk.legacy_foas
        foas("ExpandCluster", clusterId=self.cluster, count=3, model="Ecs_8c32g")
        self.emulator.advance("1h")
        foas("ShrinkCluster", clusterId=self.cluster, modelTargetCount='{"Ecs_8c32g":2}')
        self.emulator.advance("1h")
        foas("DestroyCluster", clusterId=self.cluster)
        self.emulator.advance("1h")
        self.assertIn(self.state(self.cluster), ("DESTROYED", None))

    def test_shrink_by_instances(self):
        """A cluster shrinks by the instances that are named."""
        self.expand(3)
        self.emulator.advance("1h")
        leaving = self.slaves()[0]["instanceId"]
        self.shrink(instanceIds=leaving)
        self.emulator.advance("1h")
        self.assertNotIn(leaving, [slave["instanceId"] for slave in self.slaves()])
        self.assertEqual(len(self.slaves()), 2)

    def test_expand_within_another_vswitch(self):
        """A vSwitch that is short of addresses is helped by another of the zone."""
        self.emulator.set("vswitch/vsw-2", "vpc=vpc-prod", "zone=" + ZONE, "cidr=172.16.9.0/24", "freeAddresses=50")
        self.emulator.set("vswitch/vsw-1", "freeAddresses=0")
        self.assertIn(refusal(lambda: self.expand(4)).status, range(400, 500))
        self.expand(4, userVSwitch="vsw-2")
        self.emulator.advance("1h")
        self.assertEqual((self.state(self.cluster), len(self.slaves())), ("RUNNING", 4))

    def test_destroy(self):
        """A cluster is destroyed in its time."""
        self.sdk.foas("DestroyCluster", clusterId=self.cluster)
        self.assertEqual(self.state(self.cluster), "DESTROYING")
        self.emulator.advance("1h")
        self.assertIn(self.state(self.cluster), ("DESTROYED", None))
        self.assertEqual(self.emulator.show()["calls"]["destroy-cluster"], 1)
        self.assertEqual(self.emulator.show()["vSwitches"][0]["freeAddresses"], 200)

    def test_refusals(self):
        """Another model, fewer than two slaves, more than there is, are refused."""
        for name, call in {
            "other model": lambda: self.expand(4, model="Ecs_4c16g"),
            "to fewer": lambda: self.expand(1),
            "beyond the masters": lambda: self.expand(900),
            "unknown vSwitch": lambda: self.expand(4, userVSwitch="vsw-none"),
            "below two": lambda: self.shrink(modelTargetCount='{"Ecs_8c32g":1}'),
            "to more": lambda: self.shrink(modelTargetCount='{"Ecs_8c32g":9}'),
            "no way": self.shrink,
        }.items():
            with self.subTest(name):
                self.assertIn(refusal(call).status, range(400, 500))
        self.assertEqual(self.state(self.cluster), "RUNNING")


class SubscriptionTests(Buyer, FreshTestCase):
    """A subscription is neither scaled nor destroyed by the API."""

    def test_pay_as_you_go_only(self):
        """Expanding, shrinking and destroying are for pay-as-you-go."""
        cluster = self.cluster_on(self.instance(self.order(payModel="pre", period=1, slaveNum=3)))
        self.emulator.advance("31m")
        for action, more in (("ExpandCluster", {"count": 4}), ("DestroyCluster", {}),
                             ("ShrinkCluster", {"modelTargetCount": '{"Ecs_8c32g":2}'})):
            with self.subTest(action):
                found = refusal(lambda: self.sdk.foas(action, clusterId=cluster, **more))
                self.assertIn(found.status, range(400, 500))
        self.assertEqual(self.state(cluster), "RUNNING")


class UnknownClusterTests(FreshTestCase):
    """A cluster that does not exist."""

    def test_not_found(self):
        """Reading or destroying it is 404; listing it is an empty list."""
        for name, foas in (("ACS3", self.sdk.foas), ("legacy", self.sdk.legacy_foas)):
            for action in ("GetClusterDetails", "GetClusterResource", "GetClusterQueueInfo", "DestroyCluster"):
                with self.subTest(action=action, dialect=name):
                    found = refusal(lambda: foas(action, clusterId="none"))
                    self.assertEqual(found.status, 404)
                    self.assertRegex(found.code, "Not(Found|Exist)")
            listed = foas("ListCluster", clusterId="none")
            self.assertEqual((listed["TotalCount"], listed["Clusters"]["Cluster"]), (0, []))
