"""What the overview tells first, and how orders are found."""

import unittest

from playwright.sync_api import expect

from cases import BrowserTestCase


class OverviewTests(BrowserTestCase):
    """What is bought, what ends, what is left."""

    def test_red_badge_counts_what_is_bought_and_has_no_project(self):
        """Neither a draft nor a confirmed order is bought."""
        self.make().place("risk", "other")
        self.start()
        page = self.open()
        expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        badge = page.locator(".redbadge")
        expect(badge).to_have_count(0)
        self.console.sluice("order", "confirm", "risk")
        page.reload()
        expect(badge).to_have_count(0)
        self.console.advance()
        self.assertEqual(self.console.show()["phase"], "paid")
        # Live: without a reload.
        expect(badge).to_contain_text("1 bought, and no project yet")

    def test_first_order_is_shown_without_reloading(self):
        """The page of an empty store follows it, too."""
        self.start()
        page = self.open()
        expect(page.locator("#empty")).to_be_visible()
        self.console.place()
        expect(page.locator("#asking")).to_contain_text("risk")
        expect(page.locator("#empty")).to_have_count(0)
        page.wait_for_function("document.querySelectorAll('h1').length === 1")

    def test_who_asks_is_found_behind_many_that_were_only_placed(self):
        """A lost purchase comes first, whatever was placed since."""
        self.make().ask_for_purchase()
        self.console.place("unwanted")
        self.console.sluice("order", "withdraw", "unwanted", "--reason", "a test", status=(0, 21))
        self.console.place(*[f"draft{number}" for number in range(60)])
        self.start()
        page = self.open()
        asking = page.locator("#asking [data-row]")
        expect(asking.first).to_contain_text("risk")
        expect(asking.nth(1)).to_contain_text("draft")
        expect(page.locator("#asking .count")).to_have_text("61")
        # Nor is what moves hidden by what was placed since.
        self.console.place("mover")
        self.console.sluice("order", "confirm", "mover")
        self.console.place(*[f"later{number}" for number in range(40)])
        expect(page.locator("#moving")).to_contain_text("mover")
        expect(page.locator("#lost")).to_contain_text("unwanted")

    def test_what_ends_soon_is_told_with_its_day(self):
        """A subscription of twelve months, a few days before its end; told in the reader's language."""
        self.make().place()
        self.walk()
        self.start()
        page = self.open()
        expect(page.locator("#ending")).to_have_count(0)
        self.console.sluice("cloud", "clock", "advance", "362d")
        page.reload()
        ending = page.locator("#ending")
        expect(ending.get_by_role("link", name="risk")).to_have_attribute("href", "/orders/risk")
        expect(ending).to_contain_text("the subscription ends at")
        self.go(page, "/?lang=zh")
        expect(page.locator("#ending")).to_contain_text("包年包月将于")


class FindingOrdersTests(BrowserTestCase):
    """The list of orders."""

    def test_orders_are_filtered_by_region_and_the_address_can_be_shared(self):
        """The region is offered, and any may be typed."""
        self.make().place("risk", "other")
        region = "cn-beijing"
        self.start()
        page = self.open("/orders")
        offered = page.locator("#regions option")
        expect(offered).to_have_count(1)
        self.assertEqual(offered.get_attribute("value"), region)
        page.get_by_label("Region").fill(region)
        page.get_by_role("button", name="Filter").click()
        expect(page.locator("#orders tbody tr")).to_have_count(2)
        self.assertIn(f"region={region}", page.url)
        self.go(page, "/orders?region=cn-elsewhere")
        expect(page.locator("#orders tbody tr")).to_have_count(0)
        expect(page.get_by_label("Region")).to_have_value("cn-elsewhere")


class AmendingTests(BrowserTestCase):
    """Changing what an order asks for."""

    def test_amending_begins_with_the_manifest_as_it_is(self):
        """Sent as it is it changes nothing; a number that is changed is changed."""
        self.make().place()
        self.start()
        page = self.open("/orders/risk")
        manifest = page.locator("textarea[name=manifest]")
        text = manifest.input_value()
        self.assertIn("kind: ExclusiveOrder", text)
        self.assertIn("name: risk_rt", text)
        before = self.console.show()
        page.get_by_role("button", name="Amend", exact=True).click()
        page.wait_for_load_state()
        self.assertEqual(self.console.show()["version"], before["version"])
        units = before["projects"][0]["computeUnits"]
        manifest.fill(text.replace(f"computeUnits: {units}", f"computeUnits: {units - 1}"))
        page.get_by_role("button", name="Amend", exact=True).click()
        expect(page.locator("#status")).to_be_visible()
        after = self.console.show()
        self.assertEqual(after["version"], before["version"] + 1)
        self.assertEqual(after["projects"][0]["computeUnits"], units - 1)


if __name__ == "__main__":
    unittest.main()
