"""Orders in the browser: placed, followed, decided, mended."""

import json
import re
import shlex
import unittest

from cases import BrowserTestCase, expect
from console import EXAMPLES


class PlacingTests(BrowserTestCase):
    """From the wizard to a cluster with its project."""

    def test_order_from_wizard_to_provisioned_without_reloading(self):
        """What another process does to an order is shown on the open page as it happens."""
        self.make(speed=600)
        self.start()
        page = self.open("/new")
        self.fill_wizard(page)
        preview = page.locator("#preview")
        expect(preview).to_contain_text("36 CU")
        expect(preview).to_contain_text("CNY 11250.00")
        expect(preview.locator("#manifest")).to_contain_text(re.compile("cidr: \"?10.10.0.0/16"))
        page.get_by_role("button", name="Place").click()
        page.wait_for_url(re.compile("/orders/risk"))
        self.expect_phase(page, "drafted")
        self.assertEqual(self.console.show()["phase"], "drafted")

        self.press(page, "Confirm")
        self.expect_phase(page, "confirmed")
        page.evaluate("window.neverReloaded = true")
        self.console.sluice("run", "risk")
        self.expect_phase(page, "provisioned")
        self.assertTrue(page.evaluate("window.neverReloaded === true"), "the page was loaded anew")
        expect(page.locator("#history")).to_contain_text("provisioned")
        self.assertEqual(self.console.purchases(), 1)

    def test_preview_tells_price_and_faults_while_typing(self):
        """Nothing has to be pressed to learn what is missing and what it costs."""
        self.start()
        page = self.open("/new")
        page.get_by_label("Order name").fill("Not Lawful")
        preview = page.locator("#preview")
        expect(preview).to_contain_text("metadata.name")
        expect(page.get_by_label("Order name")).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#name-fault")).to_contain_text("is not allowed here")
        # What is only not answered yet is no fault of the answers.
        expect(page.locator("#clusterName-fault")).to_have_count(0)
        preview.get_by_role("link", name="Cluster name").click()
        self.assertTrue(page.url.endswith("#clusterName"))
        self.fill_wizard(page)
        expect(preview).not_to_contain_text("metadata.name")
        expect(page.locator("[aria-invalid]")).to_have_count(0)
        expect(preview).to_contain_text("CNY 11250.00")
        page.get_by_label("Slaves", exact=True).fill("8")
        expect(preview).to_contain_text("11 nodes")
        self.assertEqual(self.console.sluice("order", "list", "--json").count('"risk"'), 0, "typing placed an order")

    def test_choices_stay_while_the_size_cannot_be(self):
        """What was chosen is not lost on the way from one number to another, and CUs and price are told before all is known."""
        self.start()
        page = self.open("/new")
        page.get_by_label("Slaves", exact=True).fill("6")
        expect(page.locator("#preview")).to_contain_text("36 CU")
        self.fill_wizard(page)
        preview = page.locator("#preview")
        expect(preview).to_contain_text("Nothing blocks this order.")
        for slaves, answer in (("1", "Slaves"), ("999", "computeUnits"), ("6", "Nothing blocks this order.")):
            page.get_by_label("Slaves", exact=True).fill(slaves)
            expect(preview).to_contain_text(answer if slaves != "999" else "spec.")
            for name, value in (("Zone", "cn-beijing-f"), ("vSwitch", "vsw-prod-f"), ("Bucket", "risk-udf")):
                expect(page.get_by_label(name)).to_have_value(value)

    def test_choice_made_while_the_preview_is_on_its_way_stays(self):
        """What is chosen before a slow answer comes is not taken back by it."""
        self.start()
        page = self.open("/new")
        held = []

        def answer(route):
            if held:
                route.continue_()
            else:
                held.append(route)

        page.route("**/new/check", answer)
        with page.expect_request("**/new/check"):
            page.get_by_label("Order name").fill("risk")
        chosen = {"zone": "cn-beijing-f", "vpc": "vpc-prod", "vSwitch": "vsw-prod-f", "bucket": "risk-udf"}
        # At once: when more has been chosen is asked about, the first answer is no longer heeded.
        page.evaluate("""chosen => {
            for (const [id, value] of Object.entries(chosen)) {
                document.getElementById(id).value = value;
                document.getElementById(id).dispatchEvent(new Event("input", { bubbles: true }));
            }
        }""", chosen)
        with page.expect_response("**/new/check"):
            held[0].continue_()
        # Whatever is asked for next is answered, too.
        expect(page.locator("#manifest")).to_contain_text("name: risk")
        page.get_by_label("Cluster name").fill("risk_cluster")
        expect(page.locator("#manifest")).to_contain_text("risk_cluster")
        for field, value in chosen.items():
            with self.subTest(field):
                self.assertEqual(page.locator(f"#{field}").input_value(), value)

    def test_choices_that_would_not_do_say_why(self):
        """What cannot be chosen is shown with its reason, and cannot be chosen."""
        self.start()
        page = self.open("/new")
        bucket = page.locator("#bucket option[value=shared-artifacts]")
        expect(bucket).to_be_disabled()
        expect(page.locator("#places")).to_contain_text("vpc/vpc-lab was never named")

    def test_faulty_order_is_not_placed_and_keeps_what_was_typed(self):
        """An order that is not lawful comes back with its faults and every field as it was."""
        self.start()
        page = self.open("/new")
        self.fill_wizard(page, name="Risk!")
        page.get_by_role("button", name="Place").click()
        expect(page.locator("#preview .faults")).to_contain_text("metadata.name")
        expect(page.get_by_label("Order name")).to_have_value("Risk!")
        expect(page.get_by_label("Slaves", exact=True)).to_have_value("6")
        expect(page.get_by_label("VPC", exact=True)).to_have_value("vpc-prod")

    def test_name_taken_is_refused_with_a_page(self):
        """A second order of the same name is refused, and what was typed is kept."""
        self.make().place()
        self.start()
        page = self.open("/new")
        self.fill_wizard(page)
        with page.expect_navigation() as navigation:
            page.get_by_role("button", name="Place").click()
        self.assertIn(navigation.value.status, (409, 422))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("main")).to_contain_text("risk")
        self.assertEqual(self.console.show()["version"], 1)


class ScriptlessTests(BrowserTestCase):
    """Without JavaScript."""

    def test_order_without_scripts_goes_from_wizard_to_paid(self):
        """Everything can be done with forms alone."""
        self.start()
        page = self.open("/new", java_script_enabled=False)
        self.fill_wizard(page)
        page.get_by_role("button", name="Check").click()
        expect(page.locator("#preview")).to_contain_text("CNY 11250.00")
        page.get_by_role("button", name="Place").click()
        self.expect_phase(page, "drafted")
        self.press(page, "Confirm")
        self.expect_phase(page, "confirmed")
        seen = ["confirmed"]
        while seen[-1] != "paid":
            self.assertLess(len(seen), 6, f"it never came to be paid: {seen}")
            self.press(page, "Advance")
            expect(page.locator("#status [data-phase]")).to_be_visible()
            seen.append(page.locator("#status [data-phase]").get_attribute("data-phase"))
        expect(page.locator("#history")).to_contain_text("purchasing")
        self.assertEqual(self.console.show()["phase"], "paid")
        self.assertEqual(self.console.purchases(), 1)


class DecisionTests(BrowserTestCase):
    """What only a human can decide."""

    def test_lost_purchase_is_bought_again_by_repurchase(self):
        """A purchase that never came is bought again, knowingly, and once."""
        self.make().ask_for_purchase()
        self.start()
        page = self.open("/orders/risk")
        expect(page.locator("#status .badge")).to_have_class(re.compile("asking"))
        self.press(page, "Repurchase", reason="it never came")
        expect(page.locator("#history")).to_contain_text("it never came")
        page.get_by_role("button", name="Advance").click()
        for _ in range(6):
            if self.console.show()["phase"] == "paid":
                break
            page.get_by_role("button", name="Advance").click()
            page.wait_for_load_state()
        self.expect_phase(page, "paid")
        self.assertEqual(self.console.show()["purchase"]["epoch"], 2)
        self.assertEqual(self.console.purchases(), 1)

    def test_repurchase_too_early_is_refused_with_the_reason_and_changes_nothing(self):
        """As long as the first request may still surface, none is sent."""
        self.make().lose_purchase()
        before = self.console.show()
        self.start()
        page = self.open("/orders/risk")
        with page.expect_navigation() as navigation:
            self.press(page, "Repurchase", reason="impatience")
        expect(page.locator("body")).to_contain_text("may still surface until")
        self.assertEqual(self.console.show(), before)
        self.assertEqual(self.console.purchases(), 0)
        # A refusal is no fault of the console, and leads back to the order.
        self.assertIn(navigation.value.status, (409, 422))
        self.assertIn("text/html", navigation.value.headers["content-type"])
        expect(page.locator("main")).to_contain_text("may still surface until")

    def test_one_of_two_purchases_is_adopted(self):
        """The page shows the candidates, and takes the one that is named."""
        numbers = self.make().confuse_purchases()
        self.assertEqual(len(numbers), 2)
        self.start()
        page = self.open("/orders/risk")
        for number in numbers:
            expect(page.locator("#facts")).to_contain_text(number)
        self.press(page, "Adopt", orderNumber=numbers[1], reason="the younger one")
        expect(page.locator("#history")).to_contain_text("the younger one")
        expect(page.locator("#facts")).to_contain_text(numbers[1])
        self.assertEqual(self.console.show()["purchase"]["orderNumber"], numbers[1])
        self.assertEqual(self.console.purchases(), 2)

    def test_adopting_what_is_not_there_is_refused_and_changes_nothing(self):
        """A number of no purchase is refused with a page that says so."""
        self.make().confuse_purchases()
        before = self.console.show()
        self.start()
        page = self.open("/orders/risk")
        with page.expect_navigation() as navigation:
            self.press(page, "Adopt", orderNumber="404", reason="a guess")
        self.assertEqual(self.console.show(), before)
        self.assertIn(navigation.value.status, (409, 422))
        expect(page.locator("main")).to_contain_text("404")

    def test_withdrawn_with_a_reason(self):
        """A draft is given up, and the reason is history."""
        self.make().place()
        self.start()
        page = self.open("/orders/risk")
        self.press(page, "Withdraw", reason="not needed")
        self.expect_phase(page, "withdrawn")
        expect(page.locator("#history")).to_contain_text("not needed")

    def test_page_of_an_older_version_confirms_nothing(self):
        """Who confirms what he saw does not buy what somebody else has made of it since."""
        self.make().place()
        self.start()
        # Without scripts the page stays as it was.
        page = self.open("/orders/risk", java_script_enabled=False)
        larger = (EXAMPLES / "risk.yaml").read_text(encoding="utf-8").replace("count: 6", "count: 12")
        self.console.sluice("order", "amend", "risk", self.console.write("larger.yaml", larger))
        before = self.console.show()
        self.press(page, "Confirm")
        self.assertEqual(self.console.show(), before, "what nobody has looked at was confirmed")
        expect(page.locator("main .notice")).to_be_visible()

    def test_page_of_an_older_version_withdraws_nothing(self):
        """Nor does he give up what has moved on."""
        self.make().place()
        self.start()
        page = self.open("/orders/risk", java_script_enabled=False)
        self.console.sluice("order", "confirm", "risk")
        before = self.console.show()
        self.press(page, "Withdraw", reason="of what I saw")
        self.assertEqual(self.console.show(), before, "what has moved on was withdrawn")
        expect(page.locator("main .notice")).to_be_visible()

    def test_unfinished_typing_survives_what_others_change(self):
        """What is being typed stays while the page follows the store."""
        self.make().block()
        self.start()
        page = self.open("/orders/risk")
        page.locator("#withdraw-reason").fill("half a reas")
        self.console.sluice("mend", "risk", "--apply", status=(0, 10))
        self.console.advance()
        expect(page.locator("#history")).to_contain_text("repaired")
        expect(page.locator("#withdraw-reason")).to_have_value("half a reas")


    def test_decisions_of_an_earlier_state_are_taken_no_more(self):
        """What is typed stays; the page says that the order has moved on, and leads to what may be decided now."""
        self.make().place()
        self.start()
        page = self.open("/orders/risk")
        page.locator("#withdraw-reason").fill("half a reas")
        self.console.sluice("order", "confirm", "risk")
        expect(page.locator("#decide [data-stale]")).to_contain_text("moved on")
        expect(page.locator("#withdraw-reason")).to_have_value("half a reas")
        expect(page.get_by_role("button", name="Confirm", exact=True)).to_be_disabled()
        page.get_by_role("link", name="Show what may be decided now").click()
        expect(page.get_by_role("button", name="Advance")).to_be_enabled()
        expect(page.locator("[data-stale]")).to_have_count(0)

    def test_page_of_an_older_version_advances_nothing(self):
        """A draft that somebody confirms meanwhile is not bought by Advance of the old page."""
        self.make().place()
        self.start()
        page = self.open("/orders/risk", java_script_enabled=False)
        self.console.sluice("order", "confirm", "risk")
        before = self.console.show()
        self.press(page, "Advance")
        self.assertEqual(self.console.show(), before, "what nobody has looked at was advanced")
        page.get_by_role("link", name="Back to the order").click()
        self.expect_phase(page, "confirmed")

    def test_what_is_provisioned_may_be_changed_further(self):
        """Its page leads to a manifest that is filled in for it."""
        self.make().place()
        self.walk()
        self.start()
        page = self.open("/orders/risk")
        page.locator("#further").get_by_role("link", name="scaling of a cluster").click()
        expect(page.locator("#manifest")).to_have_value(re.compile("order: risk "))


class FindingTests(BrowserTestCase):
    """Prerequisites that do not hold."""

    def test_finding_is_mended_by_mend_and_advance(self):
        """What was seen and what is required is shown, and a bucket is made private when told."""
        self.make().block()
        self.start()
        page = self.open("/orders/risk")
        findings = page.locator("#findings")
        expect(findings).to_contain_text("bucket.acl")
        self.assertEqual(
            findings.locator("dl.pairs").first.locator("dt, dd").all_text_contents()[:4],
            ["Seen", "public-read", "Required", "private"])
        self.press(page, "Mend")
        expect(page.locator("#history")).to_contain_text("repairOrdered")
        page.get_by_role("button", name="Advance").click()
        expect(page.locator("#history")).to_contain_text("repaired")
        expect(page.locator("#findings .finding")).to_have_count(0)
        self.assertEqual(self.console.show()["findings"], [])

    def test_finding_of_a_role_names_the_command_that_changes_it(self):
        """The command is whole: pasted, it mends what the page tells of."""
        self.make().sluice("cloud", "set", "role/AliyunStreamDefaultRole", "policies=[]")
        self.console.place()
        self.start()
        page = self.open("/orders/risk")
        command = page.locator("#findings .finding code", has_text="sluice role authorize --confirm").inner_text()
        self.console.sluice(*shlex.split(command)[1:], status=(0, 10, 20))
        self.console.sluice("run", "role-authorize-1", status=(0,))
        page.get_by_role("button", name="Confirm").click()
        self.expect_phase(page, "confirmed")

    def test_mend_changes_a_role_by_a_workflow_of_its_own(self):
        """Mend places and confirms the change of the role, and leads to it; told again, it places no other."""
        self.make().sluice("cloud", "set", "role/AliyunStreamDefaultRole", "policies=[]")
        self.console.place()
        self.start()
        page = self.open("/orders/risk")
        for _ in range(2):
            self.press(page, "Mend")
            expect(page.locator("main .notice").get_by_role("link", name="role-authorize-1", exact=True)).to_be_visible()
        page.locator("main .notice").get_by_role("link", name="role-authorize-1").click()
        self.expect_phase(page, "confirmed")
        names = [order["name"] for order in json.loads(self.console.sluice("order", "list", "--json"))]
        self.assertEqual(sorted(names), ["risk", "role-authorize-1"])
        self.console.sluice("run", "role-authorize-1", status=(0,))
        self.go(page, "/orders/risk")
        self.press(page, "Confirm")
        self.expect_phase(page, "confirmed")

    def test_confirm_despite_a_finding_takes_a_word(self):
        """With a finding that blocks, Confirm alone is refused; with the box ticked it is done."""
        self.make().block()
        self.start()
        page = self.open("/orders/risk")
        self.press(page, "Confirm")
        expect(page.locator("main .notice")).to_be_visible()
        self.assertEqual(self.console.show()["phase"], "drafted")
        self.go(page, "/orders/risk")
        page.get_by_label("Although a prerequisite does not hold").check()
        self.press(page, "Confirm")
        self.expect_phase(page, "confirmed")


class WordingTests(BrowserTestCase):
    """What is said."""

    def test_what_was_just_now_is_not_told_as_to_come(self):
        """A state that is as old as the clock is not there "since in 0s", and one order is not "1 orders"."""
        self.make().place()
        self.start()
        page = self.open("/orders/risk")
        self.assertNotIn("since in ", page.locator("#status").inner_text())
        self.assertNotIn("in 0s", page.locator("main").inner_text())
        self.go(page, "/orders")
        self.assertNotIn("1 orders", page.locator("main").inner_text())


class PastTests(BrowserTestCase):
    """Orders as they were."""

    def test_order_as_it_was(self):
        """The slider shows an earlier version, on which nothing can be decided."""
        self.make().place()
        self.console.sluice("order", "confirm", "risk")
        self.start()
        page = self.open("/orders/risk?version=1")
        self.expect_phase(page, "drafted")
        expect(page.locator("main")).to_contain_text("As it was at version 1")
        self.assertEqual(page.get_by_role("button", name="Advance").count(), 0)
        page.get_by_role("link", name="As it is now").click()
        self.expect_phase(page, "confirmed")


if __name__ == "__main__":
    unittest.main()
