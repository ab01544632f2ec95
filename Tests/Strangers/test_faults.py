"""Faults on the wire: what an SDK makes of them, and what took effect."""

from alibabacloud_bssopenapi20171214 import models as bss
from alibabacloud_tea_openapi.exceptions import ClientException, ServerException, ThrottlingException
from aliyunsdkcore.acs_exception import exceptions as legacy
from darabonba.exceptions import UnretryableException
from darabonba.policy.retry import RetryOptions

from cases import Buyer, FreshTestCase, ServedTestCase, refusal
from clients import Clients
from relay import Relay


class LostAnswerTests(Buyer):
    """A purchase whose answer is lost or spoilt; `foas` buys in one dialect or the other."""

    def setUp(self):
        self.before = self.emulator.show()["purchases"]["count"]
        self.impatient = Clients(self.emulator.address, timeout=1)
        self.addCleanup(self.emulator.clear_faults)

    def assert_effects(self, effects):
        """Asserts how many purchases took effect since the beginning, and that BSS finds them all."""
        count = self.emulator.show()["purchases"]["count"]
        self.assertEqual(count - self.before, effects)
        found = self.sdk.bss.query_orders(bss.QueryOrdersRequest(order_type="New")).body.data
        self.assertEqual(found.total_count, count)

    def assert_lost(self, fault, errors, effects):
        """Asserts what the SDK raises on a fault, and what took effect."""
        self.emulator.fault("purchase:" + fault)
        with self.assertRaises(errors):
            self.order(self.foas)
        self.assert_effects(effects)

    def test_timeout_before(self):
        """The request never arrived."""
        self.assert_lost("timeout-before", self.network, 0)

    def test_timeout_after(self):
        """It took effect and no answer came."""
        self.assert_lost("timeout-after", self.network, 1)

    def test_reset_before(self):
        """The connection was reset before anything happened."""
        self.assert_lost("reset-before", self.network, 0)

    def test_reset_after(self):
        """The connection was reset after it took effect."""
        self.assert_lost("reset-after", self.network, 1)

    def test_hang(self):
        """The answer comes too late for the SDK's patience."""
        self.assert_lost("hang=3s", self.network, 1)

    def test_slow(self):
        """An answer that is slow is an answer."""
        self.emulator.fault("purchase:slow=300ms")
        self.assertTrue(self.order(self.foas))
        self.assert_effects(1)

    def test_truncated(self):
        """The answer ends in the midst."""
        self.assert_lost("truncate", self.spoilt, 1)

    def test_garbage(self):
        """The answer is garbage."""
        self.assert_lost("garbage", self.spoilt, 1)

    def test_refused(self):
        """A refusal changes nothing."""
        self.emulator.fault("purchase:refuse")
        self.assertIn(refusal(lambda: self.order(self.foas)).status, range(400, 500))
        self.assert_effects(0)

    def test_unavailable(self):
        """A 503 is of the server; what took effect is found."""
        self.emulator.fault("purchase:status=503")
        with self.assertRaises(Exception):
            self.order(self.foas)
        self.assert_effects(self.emulator.show()["purchases"]["count"] - self.before)

    def test_so_many(self):
        """A fault meets as many calls as it says, and no more."""
        self.emulator.fault("purchase:reset-before*2")
        for _ in range(2):
            with self.assertRaises(self.network):
                self.order(self.foas)
        self.order(self.foas)
        self.assert_effects(1)


class Acs3LostAnswers(LostAnswerTests, ServedTestCase):
    """Answers lost to the generic client, signing ACS3."""

    network = UnretryableException
    spoilt = UnretryableException

    def foas(self, action, **parameters):
        """Calls foas without patience."""
        return self.impatient.foas(action, **parameters)

    def test_duplicate(self):
        """A request that arrives twice takes effect once: its nonce is used."""
        self.emulator.fault("purchase:duplicate")
        self.assertTrue(self.order(self.foas))
        self.assert_effects(1)

    def test_throttled(self):
        """Throttling tells the SDK how long to wait."""
        self.emulator.fault("purchase:throttle")
        with self.assertRaises(ThrottlingException) as raised:
            self.order(self.foas)
        self.assertRegex(raised.exception.code, "^Throttling")
        self.assertIn(raised.exception.status_code, (400, 429))
        self.assertGreater(raised.exception.retry_after, 0)
        self.assert_effects(0)

    def test_unavailable_service(self):
        """A 503 of the service has the code ServiceUnavailable."""
        self.emulator.fault("purchase:status=503")
        with self.assertRaises(ServerException) as raised:
            self.order(self.foas)
        self.assertEqual((raised.exception.code, raised.exception.status_code), ("ServiceUnavailable", 503))

    def test_refused_for_good(self):
        """A refusal is the client's fault, not the server's."""
        self.emulator.fault("purchase:refuse")
        with self.assertRaises(ClientException):
            self.order(self.foas)


class LegacyLostAnswers(LostAnswerTests, ServedTestCase):
    """Answers lost to the legacy SDK, signing ROA V1."""

    network = legacy.ClientException
    spoilt = ValueError

    def foas(self, action, **parameters):
        """Calls foas without patience."""
        return self.impatient.legacy_foas(action, **parameters)

    def test_throttled(self):
        """Throttling is an error of the service."""
        self.emulator.fault("purchase:throttle")
        found = refusal(lambda: self.order(self.foas))
        self.assertRegex(found.code, "^Throttling")
        self.assert_effects(0)

    def test_unavailable_service(self):
        """A 503 of the service has the code ServiceUnavailable."""
        self.emulator.fault("purchase:status=503")
        self.assert_refused(lambda: self.order(self.foas), "ServiceUnavailable", 503)


class RetryTests(Buyer, FreshTestCase):
    """An SDK that is told to try again."""

    def test_retry_after_throttling(self):
        """It waits, signs anew with another nonce, and buys once."""
        relay = Relay(self.emulator.address)
        self.addCleanup(relay.stop)
        retry = RetryOptions({"retryable": True, "retryCondition": [
            {"maxAttempts": 3, "exception": ["ThrottlingException"], "maxDelay": 100}]})
        self.emulator.fault("purchase:throttle*2")
        self.assertTrue(self.order(Clients(relay.address, retry=retry).foas))
        self.assertEqual([status for status, _, _ in relay.answers], [400, 400, 200])
        self.assertEqual(len({request.header("x-acs-signature-nonce") for request in relay.seen}), 3)
        self.assertEqual([request.header("x-acs-retry-attempts") for request in relay.seen], [None, "1", "2"])
        shown = self.emulator.show()
        self.assertEqual((shown["purchases"]["count"], shown["calls"]["purchase"]), (1, 3))


class LaterFaultTests(Buyer, FreshTestCase):
    """Faults of the calls that follow a purchase."""

    def lose(self, fault, call):
        """Makes a call whose answer is lost."""
        self.emulator.fault(fault)
        with self.assertRaises(UnretryableException):
            call()

    def test_lost_cluster(self):
        """A cluster whose answer was lost is found, and is not created again."""
        instance = self.instance(self.order())
        self.lose("create-cluster:timeout-after", lambda: self.cluster_on(instance))
        listed = self.sdk.foas("ListCluster", displayName="risk_cluster")["Clusters"]["Cluster"]
        self.assertEqual(len(listed), 1)
        self.assert_refused(lambda: self.cluster_on(instance), "InstanceInUse", range(400, 500))
        self.assertEqual([item["id"] for item in self.emulator.show()["clusters"]], [listed[0]["ClusterId"]])

    def test_lost_project(self):
        """A project, its queue and its binding are found after their answers were lost."""
        cluster = self.running_cluster()
        self.lose("create-project:reset-after", lambda: self.project(cluster))
        self.assertEqual(self.sdk.foas("ListProject", name="risk_rt")["TotalCount"], 1)
        self.lose("create-queue:garbage", lambda: self.queue(cluster))
        self.assertEqual(len(self.sdk.foas("GetClusterQueueInfo", clusterId=cluster)["Queues"]["Queue"]), 1)
        self.lose("bind-queue:truncate", lambda: self.bind(cluster))
        bound = self.sdk.foas("ListProjectBindQueue", projectName="risk_rt")["Queues"]["Queue"]
        self.assertEqual(len(bound), 1)
        shown = self.emulator.show()
        self.assertEqual([(item["name"], item["computeUnits"]) for item in shown["projects"]], [("risk_rt", 4)])

    def test_unsent_calls(self):
        """A call that never arrived is made again, once."""
        cluster = self.running_cluster()
        self.lose("create-project:timeout-before", lambda: self.project(cluster))
        self.assertEqual(self.sdk.foas("ListProject")["TotalCount"], 0)
        self.project(cluster)
        self.lose("create-queue:reset-before", lambda: self.queue(cluster))
        self.queue(cluster)
        self.bind(cluster)
        self.assertEqual(self.emulator.show()["projects"][0]["computeUnits"], 4)

    def test_throttled_changes(self):
        """Expanding, shrinking and destroying are throttled, and then done."""
        cluster = self.running_cluster()
        for call, action, more, state in (
                ("expand-cluster", "ExpandCluster", {"count": 3}, "RUNNING"),
                ("shrink-cluster", "ShrinkCluster", {"modelTargetCount": '{"Ecs_8c32g":2}'}, "RUNNING"),
                ("destroy-cluster", "DestroyCluster", {}, "DESTROYED")):
            with self.subTest(call):
                self.emulator.fault(call + ":throttle")
                with self.assertRaises(ThrottlingException):
                    self.sdk.foas(action, clusterId=cluster, **more)
                self.sdk.foas(action, clusterId=cluster, **more)
                self.emulator.advance("1h")
                self.assertEqual(self.state(cluster), state)

    def test_duplicated_creation(self):
        """Creations that arrive twice take effect once."""
        instance = self.instance(self.order())
        self.emulator.fault("create-cluster:duplicate")
        cluster = self.cluster_on(instance)
        self.emulator.advance("31m")
        self.emulator.fault("create-project:duplicate")
        self.project(cluster)
        shown = self.emulator.show()
        self.assertEqual(len(shown["clusters"]), 1)
        self.assertEqual(self.sdk.foas("ListProject")["TotalCount"], 1)
