"""Projects and their queues."""

import json

from cases import Buyer, FreshTestCase, refusal


class ProjectTests(Buyer, FreshTestCase):
    """Projects of a running cluster."""

    def setUp(self):
        super().setUp()
        self.cluster = self.running_cluster()

    def resource(self):
        """The resource of the cluster: total, allocated, available virtual cores."""
        found = self.sdk.foas("GetClusterResource", clusterId=self.cluster)["Resource"]
        return found["TotalVirtualCores"], found["AllocatedVirtualCores"], found["AvailableVirtualCores"]

    def queues(self):
        """The queues of the cluster."""
        return self.sdk.foas("GetClusterQueueInfo", clusterId=self.cluster)["Queues"]["Queue"]

    def test_rolled_back(self):
        """Unbind, delete queue and project, in reverse order."""
        self.project(self.cluster)
        self.queue(self.cluster)
        self.bind(self.cluster)
        self.assertEqual(self.resource(), (1200, 400, 800))
        self.sdk.foas("UnbindQueue", projectName="risk_rt", clusterId=self.cluster, queueName="risk_rt")
        self.sdk.foas("DeleteQueue", clusterId=self.cluster, queueName="risk_rt")
        self.sdk.foas("DeleteProject", projectName="risk_rt")
        self.assertEqual(self.resource(), (1200, 0, 1200))
        self.assertEqual(self.emulator.show()["projects"], [])
        self.assertEqual(refusal(lambda: self.sdk.foas("GetProject", projectName="risk_rt")).status, 404)

    def test_rolled_back_by_legacy_sdk(self):
        """The legacy SDK does the same."""
        foas = self.sdk.legacy_foas
        self.project(self.cluster, foas=foas)
        self.queue(self.cluster, foas=foas)
        self.bind(self.cluster, foas=foas)
        foas("UnbindQueue", projectName="risk_rt", clusterId=self.cluster, queueName="risk_rt")
        foas("DeleteQueue", clusterId=self.cluster, queueName="risk_rt")
        foas("DeleteProject", projectName="risk_rt")
        self.assertEqual(self.emulator.show()["projects"], [])

    def test_deleted_project_leaves_its_queue(self):
        """DeleteProject unbinds the queue and does not delete it."""
        self.project(self.cluster)
        self.queue(self.cluster)
        self.bind(self.cluster)
        self.sdk.foas("DeleteProject", projectName="risk_rt")
        self.assertEqual(len(self.queues()), 1)

    def test_resized_queue(self):
        """UpdateQueue changes the CU of a project."""
        self.project(self.cluster)
        self.queue(self.cluster)
        self.bind(self.cluster)
        self.sdk.foas("UpdateQueue", clusterId=self.cluster, queueName="risk_rt", maxVcore=600, maxMemMB=6 * 4096)
        self.assertEqual(self.resource(), (1200, 600, 600))
        self.assertEqual(self.emulator.show()["projects"][0]["computeUnits"], 6)

    def test_bound_queue_stays(self):
        """A queue that is bound is not deleted."""
        self.project(self.cluster)
        self.queue(self.cluster)
        self.bind(self.cluster)
        call = lambda: self.sdk.foas("DeleteQueue", clusterId=self.cluster, queueName="risk_rt")
        self.assertIn(refusal(call).status, range(400, 500))
        self.assertEqual(len(self.queues()), 1)

    def test_no_more_than_there_is(self):
        """Queues together hold at most what the cluster has."""
        self.queue(self.cluster, "first", 10)
        self.assertIn(refusal(lambda: self.queue(self.cluster, "second", 3)).status, range(400, 500))
        self.queue(self.cluster, "second", 2)
        self.assertEqual(self.resource(), (1200, 1200, 0))

    def test_taken_names(self):
        """A queue's name is taken in its cluster, a project's in the account."""
        self.project(self.cluster)
        self.queue(self.cluster, units=1)
        self.assertIn(refusal(lambda: self.queue(self.cluster, units=1)).status, range(400, 500))
        self.assertIn(refusal(lambda: self.project(self.cluster)).status, range(400, 500))
        self.assertEqual(self.sdk.foas("ListProject")["TotalCount"], 1)

    def test_project_without_queue(self):
        """A project that has no queue yet exists, in the API and in what the cloud shows."""
        self.project(self.cluster)
        self.assertEqual(self.sdk.foas("GetProject", projectName="risk_rt")["Project"]["Name"], "risk_rt")
        self.assertEqual([item["name"] for item in self.emulator.show()["projects"]], ["risk_rt"])

    def test_one_queue_for_one_project(self):
        """A queue is bound to one project."""
        for name in ("first", "second"):
            self.project(self.cluster, name)
        self.queue(self.cluster, "first", 2)
        self.bind(self.cluster, "first", "first")
        self.assertIn(refusal(lambda: self.bind(self.cluster, "second", "first")).status, range(400, 500))

    def test_unknown(self):
        """What does not exist is not bound, read or deleted."""
        for name, call in {
            "bind no project": lambda: self.bind(self.cluster),
            "read project": lambda: self.sdk.foas("GetProject", projectName="nothing"),
            "read project by legacy SDK": lambda: self.sdk.legacy_foas("GetProject", projectName="nothing"),
            "delete project": lambda: self.sdk.foas("DeleteProject", projectName="nothing"),
            "delete queue": lambda: self.sdk.foas("DeleteQueue", clusterId=self.cluster, queueName="nothing"),
        }.items():
            with self.subTest(name):
                found = refusal(call)
                self.assertEqual(found.status, 404)
                self.assertRegex(found.code, "Not(Found|Exist)")

    def test_names(self):
        """A project's name is 3 to 64 lower-case letters, digits and underscores."""
        for name in ("ab", "Risk", "1st_project"):
            with self.subTest(name=name):
                self.assertEqual(refusal(lambda: self.project(self.cluster, name)).status, 400)

    def test_deploy_type(self):
        """A project is deployed to a cell or the public cluster."""
        call = lambda: self.sdk.foas(
            "CreateProject", name="risk_rt", clusterId=self.cluster, deployType="moon", description="Rules")
        self.assert_refused(call, "InvalidParameter", 400)

    def test_names_of_queues(self):
        """A queue is reported under the root queue, with the JSON of its bounds."""
        self.queue(self.cluster)
        found = self.queues()[0]
        self.assertEqual(found["QueueName"], "root.risk_rt")
        self.assertEqual(json.loads(found["ExternalInfo"])["maxVCore"], 400)


class StartingClusterTests(Buyer, FreshTestCase):
    """A cluster that does not run yet."""

    def test_no_project(self):
        """It carries no project."""
        cluster = self.cluster_on(self.instance(self.order()))
        self.assertIn(refusal(lambda: self.project(cluster)).status, range(400, 500))
        self.assertEqual(self.emulator.show()["projects"], [])
