"""What the tests share: an emulator for each class or each test, and refusals of every SDK in one form."""

import json
import unittest
from dataclasses import dataclass

import oss2
from alibabacloud_bssopenapi20171214 import models as bss
from alibabacloud_oss_v2.exceptions import OperationError
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from aliyunsdkcore.acs_exception.exceptions import ServerException

import worlds
from clients import Clients, Key
from emulator import Emulator


@dataclass
class Refusal:
    """What a service refused with, whichever SDK said so."""

    code: str
    status: int
    error: Exception


def refusal(call):
    """Makes a call that is to be refused; an error that no service sent is raised as it is."""
    try:
        answer = call()
    except AlibabaCloudException as error:
        return Refusal(error.code, error.status_code, error)
    except ServerException as error:
        return Refusal(error.get_error_code(), error.get_http_status(), error)
    except oss2.exceptions.ServerError as error:
        return Refusal(error.code, error.status, error)
    except OperationError as error:
        inner = error.unwrap()
        if not hasattr(inner, "code"):
            raise
        return Refusal(inner.code, inner.status_code, inner)
    raise AssertionError(f"was not refused: {getattr(answer, 'body', answer)}")


class ServedTestCase(unittest.TestCase):
    """Tests that share one emulator."""

    @classmethod
    def make_spec(cls):
        """The world of these tests."""
        return worlds.spec()

    @classmethod
    def setUpClass(cls):
        cls.begin(cls)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()

    @staticmethod
    def begin(holder):
        """Starts an emulator and points SDKs at it."""
        holder.emulator = Emulator(worlds.world(holder.make_spec()))
        holder.sdk = Clients(holder.emulator.address)

    def user(self, name, **more):
        """SDKs with the key of a RAM user of the world."""
        return Clients(self.emulator.address, Key(name + "id", name + "secret"), **more)

    def assert_refused(self, call, codes, statuses):
        """Asserts that a call is refused with one of the codes and one of the statuses."""
        found = refusal(call)
        codes = (codes,) if isinstance(codes, str) else tuple(codes)
        statuses = (statuses,) if isinstance(statuses, int) else tuple(statuses)
        self.assertTrue(
            found.code in codes and found.status in statuses,
            f"refused with {found.code} {found.status}, not {' or '.join(codes)} {statuses}: {found.error}")
        return found


class FreshTestCase(ServedTestCase):
    """Tests each of which has an emulator of its own."""

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def setUp(self):
        self.begin(self)
        self.addCleanup(self.emulator.stop)


class Buyer:
    """Buys and creates, as most tests need it before what they are about."""

    def order(self, foas=None, **changes):
        """Buys for a cluster of one master and two slaves."""
        wanted = {
            "payModel": "post", "region": worlds.REGION, "masterSpec": "Ecs_4c16g", "masterNum": 1,
            "slaveSpec": "Ecs_8c32g", "slaveNum": 2} | changes
        return (foas or self.sdk.foas)("CreateCellClusterOrder", **wanted)["OrderId"]

    def instance(self, order):
        """The instance that an order bought."""
        answer = self.sdk.bss.get_order_detail(bss.GetOrderDetailRequest(order_id=order))
        return json.loads(answer.body.data.order_list.order[0].instance_ids)[0]

    def cluster_on(self, instance, foas=None, **changes):
        """Asks for a cluster on an instance."""
        wanted = {
            "orderId": instance, "displayName": "risk_cluster", "description": "Risk control",
            "userOssBucket": worlds.BUCKET, "userVpcId": "vpc-prod", "userVSwitch": "vsw-1",
            "zoneId": worlds.ZONE} | changes
        wanted = {key: value for key, value in wanted.items() if value is not None}
        return (foas or self.sdk.foas)("CreateCluster", **wanted)["ClusterId"]

    def running_cluster(self, **changes):
        """A cluster that runs, on an order of its own."""
        cluster = self.cluster_on(self.instance(self.order()), **changes)
        self.emulator.advance("31m")
        return cluster

    def state(self, cluster):
        """The state of a cluster, as the list says."""
        clusters = self.sdk.foas("ListCluster", clusterId=cluster)["Clusters"]["Cluster"]
        return clusters[0]["State"] if clusters else None

    def project(self, cluster, name="risk_rt", foas=None):
        """Asks for a project in a cluster."""
        foas = foas or self.sdk.foas
        return foas("CreateProject", name=name, clusterId=cluster, deployType="cell", description="Real-time rules")

    def queue(self, cluster, name="risk_rt", units=4, foas=None):
        """Asks for a queue of so many CU."""
        foas = foas or self.sdk.foas
        return foas("CreateQueue", clusterId=cluster, queueName=name, maxVcore=100 * units, maxMemMB=4096 * units)

    def bind(self, cluster, project="risk_rt", queue="risk_rt", foas=None):
        """Binds a queue to a project."""
        return (foas or self.sdk.foas)("BindQueue", projectName=project, clusterId=cluster, queueName=queue)
