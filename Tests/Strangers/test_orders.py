"""Orders and renewals by BSS."""

from alibabacloud_bssopenapi20171214 import models as bss

from cases import Buyer, FreshTestCase, refusal


class OrderTests(Buyer, FreshTestCase):
    """QueryOrders and GetOrderDetail."""

    def orders(self, **more):
        """The orders that are found."""
        data = self.sdk.bss.query_orders(bss.QueryOrdersRequest(**more)).body.data
        self.assertEqual(data.total_count, len(data.order_list.order))
        return [order.order_id for order in data.order_list.order]

    def test_filters(self):
        """Orders are found by subscription type, order type and payment."""
        subscription, payg = self.order(payModel="pre", period=1), self.order()
        self.assertEqual(self.orders(subscription_type="Subscription"), [subscription])
        self.assertEqual(self.orders(subscription_type="PayAsYouGo"), [payg])
        self.assertEqual(set(self.orders(payment_status="Paid")), {subscription, payg})
        self.assertEqual(self.orders(payment_status="Unpaid"), [])
        self.assertEqual(self.orders(order_type="Renew"), [])

    def test_window(self):
        """Without a window the last hour is meant, by the cloud's clock."""
        order = self.order()
        self.assertEqual(self.orders(), [order])
        self.emulator.advance("2h")
        self.assertEqual(self.orders(), [])
        window = {"create_time_start": "2021-04-01T00:30:00Z", "create_time_end": "2021-04-01T01:30:00Z"}
        self.assertEqual(self.orders(**window), [order])
        window = {"create_time_start": "2021-04-01T01:30:00Z", "create_time_end": "2021-04-01T03:00:00Z"}
        self.assertEqual(self.orders(**window), [])

    def test_envelope(self):
        """BSS wraps its data."""
        body = self.sdk.bss.query_orders(bss.QueryOrdersRequest()).body
        self.assertEqual((body.code, body.success, body.message), ("Success", True, "Successful!"))
        self.assertEqual((body.data.page_num, body.data.page_size, body.data.total_count), (1, 20, 0))

    def test_missing_order(self):
        """GetOrderDetail needs its order."""
        self.assert_refused(
            lambda: self.sdk.bss.get_order_detail(bss.GetOrderDetailRequest()), "MissingParameter", 400)

    def test_end_of_use(self):
        """A subscription's order says from when to when it is used."""
        order = self.order(payModel="pre", period=1)
        detail = self.sdk.bss.get_order_detail(bss.GetOrderDetailRequest(order_id=order)).body.data.order_list.order[0]
        self.assertEqual(detail.usage_start_time, "2021-04-01T01:00:00Z")
        self.assertRegex(detail.usage_end_time or "", "^2021-05-")


class RenewalTests(Buyer, FreshTestCase):
    """RenewInstance of a subscription."""

    def setUp(self):
        super().setUp()
        self.bought = self.instance(self.order(payModel="pre", period=1))

    def renew(self, **more):
        """Renews and returns the order."""
        wanted = {"product_code": "sc", "instance_id": self.bought, "renew_period": 1, "client_token": "token"} | more
        return self.sdk.bss.renew_instance(bss.RenewInstanceRequest(**wanted)).body.data.order_id

    def ends(self):
        """When the instance ends."""
        return next(item["endsAt"] for item in self.emulator.show()["instances"] if item["id"] == self.bought)

    def test_renewal(self):
        """A renewal is an order of its own and moves the end."""
        before = self.ends()
        order = self.renew(renew_period=2)
        self.assertGreater(self.ends(), before)
        found = self.sdk.bss.query_orders(bss.QueryOrdersRequest(order_type="Renew")).body.data.order_list.order
        self.assertEqual([item.order_id for item in found], [order])
        self.assertEqual(self.emulator.show()["calls"]["renew"], 1)

    def test_same_token(self):
        """The same token gives the first result and renews once."""
        first = self.renew()
        ends = self.ends()
        self.assertEqual(self.renew(), first)
        self.assertEqual(self.ends(), ends)
        self.assertEqual(len(self.emulator.show()["renewals"]), 1)

    def test_other_tokens(self):
        """Another token, or none, renews again."""
        self.assertEqual(len({self.renew(), self.renew(client_token="other"), self.renew(client_token=None)}), 3)
        self.assertEqual(len(self.emulator.show()["renewals"]), 3)

    def test_token_for_something_else(self):
        """The same token with other parameters is refused."""
        self.renew()
        call = lambda: self.renew(renew_period=2)
        self.assert_refused(call, ("IdempotentParameterMismatch", "InvalidIdempotenceParameter.Mismatch"), (400, 403))
        self.assertEqual(len(self.emulator.show()["renewals"]), 1)

    def test_lost_answer(self):
        """A renewal whose answer was lost is asked for again with its token, and made once."""
        self.emulator.fault("renew:timeout-after")
        with self.assertRaises(Exception):
            self.renew()
        self.renew()
        self.assertEqual(len(self.emulator.show()["renewals"]), 1)

    def test_unknown_instance(self):
        """An instance that does not exist is not renewed."""
        self.assert_refused(lambda: self.renew(instance_id="blinkonecs_none"), "ResourceNotExists", 400)

    def test_pay_as_you_go(self):
        """What is paid by the hour is not renewed."""
        payg = self.instance(self.order())
        self.assert_refused(
            lambda: self.renew(instance_id=payg), ("NotApplicable", "ResourceStatusError"), 400)

    def test_refused_period(self):
        """Ten months are not offered."""
        self.assertEqual(refusal(lambda: self.renew(renew_period=10)).status, 400)

    def test_missing_parameters(self):
        """Product, instance and period are required."""
        for name in ("product_code", "instance_id", "renew_period"):
            with self.subTest(name):
                self.assert_refused(lambda: self.renew(**{name: None}), "MissingParameter", 400)
