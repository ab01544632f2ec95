"""Whoever it is: on a phone, with the keyboard alone, with a screen reader."""

import json
import re
import unittest

from axe_playwright_python.sync_playwright import Axe

from cases import DESK, PAGES, PHONE, BrowserTestCase, expect
from console import Console


class WorldTestCase(BrowserTestCase):
    """Tests on a store with an order with a finding, one that asks for its purchase, and one that is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if WorldTestCase.world:
            return
        # Each test has a copy of its own: to bring it about takes dozens of commands.
        WorldTestCase.world = world = Console()
        unittest.addModuleCleanup(cls.forget)
        world.ask_for_purchase()
        world.place("finished")
        world.sluice("order", "confirm", "finished")
        for _ in range(40):
            world.sluice("advance", "finished", status=(0, 20))
            if world.show("finished")["phase"] == "provisioned":
                break
            world.sluice("cloud", "clock", "advance", "5m")
        else:
            raise AssertionError("it was never provisioned")
        world.sluice("cloud", "set", "bucket/risk-udf", "acl=public-read")
        world.place("blocking")

    @staticmethod
    def forget():
        """Removes the world of this module."""
        WorldTestCase.world.remove()
        WorldTestCase.world = None

    def setUp(self):
        self.console = Console(like=self.world)
        self.addCleanup(self.console.remove)
        self.start()

    world = None
    pages = [*PAGES, "/orders/risk", "/orders/finished", "/orders/blocking", "/orders/finished/versions/1",
             "/orders/finished?version=2", "/new?kind=Workspace", "/orders?text=finished&phase=provisioned",
             "/orders?text=nothing"]


class PhoneTests(WorldTestCase):
    """360 pixels."""

    def assert_fits(self, page, path):
        """Asserts that a page does not scroll sideways."""
        wide = page.evaluate("""() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= innerWidth) return null;
            return [document.documentElement.scrollWidth, ...[...document.querySelectorAll("body *")]
                .filter(it => it.getBoundingClientRect().right > width + 1)
                .slice(0, 5).map(it => it.tagName + "." + it.className + "#" + it.id)];
        }""")
        self.assertIsNone(wide, f"{path} is wider than the phone")

    def test_no_page_scrolls_sideways_on_a_phone(self):
        """Every page fits, in both languages, with everything unfolded."""
        for locale in ("en-US", "zh-CN"):
            page = self.open(viewport=PHONE, locale=locale, is_mobile=True, has_touch=True)
            for path in self.pages:
                with self.subTest(path, locale=locale):
                    self.go(page, path)
                    self.assert_fits(page, path)
                    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
                    self.assert_fits(page, path + ", unfolded")

    def test_names_of_orders_are_not_torn_apart_on_a_phone(self):
        """A name of eight letters stands on one line."""
        for path in ("/", "/orders"):
            page = self.open(path, viewport=PHONE, is_mobile=True, has_touch=True)
            torn = page.evaluate("""[...document.querySelectorAll("[data-row] a[href^='/orders/']:not(.button)")]
                .filter(it => it.getClientRects().length > 1).map(it => it.textContent)""")
            with self.subTest(path):
                self.assertEqual(torn, [])

    def test_order_is_decided_on_a_phone(self):
        """What has to be pressed can be pressed."""
        page = self.open("/orders/risk", viewport=PHONE, is_mobile=True, has_touch=True)
        page.locator("#withdraw-reason").fill("on the way home")
        page.get_by_role("button", name="Withdraw").tap()
        self.expect_phase(page, "withdrawn")


class KeyboardTests(WorldTestCase):
    """Without a mouse."""

    def focused(self, page, script):
        """What a script says of the element in focus."""
        return page.evaluate(f"(() => {{ const it = document.activeElement; return {script}; }})()")

    def test_first_tab_is_the_skip_link(self):
        """On every page, the first Tab leads past the header."""
        page = self.open()
        for path in self.pages:
            with self.subTest(path):
                self.go(page, path)
                page.keyboard.press("Tab")
                self.assertEqual(self.focused(page, "it.getAttribute('href')"), "#main")
                self.assertTrue(page.locator("a.skip").is_visible())
                box = page.locator("a.skip").bounding_box()
                self.assertGreaterEqual(box["x"], 0)
                self.assertGreaterEqual(box["y"], 0)
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.id === 'main'")

    def test_keys_lead_to_places(self):
        """g and a letter go, / searches, j and k go down and up, Enter opens."""
        page = self.open()
        for key, path in {"o": "/orders", "n": "/new", "c": "/clusters", "a": "/audit", "h": "/"}.items():
            page.keyboard.press("g")
            page.keyboard.press(key)
            page.wait_for_url(self.console.url + path)
            page.wait_for_load_state()
        page.keyboard.press("/")
        page.wait_for_url(self.console.url + "/orders")
        page.wait_for_load_state()
        page.keyboard.press("/")
        expect(page.get_by_label("Name", exact=True)).to_be_focused()
        page.keyboard.type("gob")
        expect(page.get_by_label("Name", exact=True)).to_have_value("gob")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(page.locator("[data-row]").nth(0).locator("a").first).to_be_focused()
        page.keyboard.press("j")
        expect(page.locator("[data-row]").nth(1).locator("a").first).to_be_focused()
        page.keyboard.press("k")
        first = page.locator("[data-row]").nth(0).locator("a").first
        expect(first).to_be_focused()
        path = first.get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(self.console.url + path)

    def test_keys_go_on_from_the_same_order_when_the_list_changes(self):
        """What others change in the list leaves j and k at the order they came to."""
        page = self.open("/orders?sort=name")
        page.keyboard.press("j")
        first = page.locator("[data-row]").nth(0).locator("a").first
        expect(first).to_be_focused()
        name = first.inner_text()
        self.console.place("aaa")
        link = page.locator("#orders").get_by_role("link", name=name, exact=True)
        expect(page.locator("[data-row]").nth(0)).to_contain_text("aaa")
        expect(link).to_be_focused()
        page.keyboard.press("k")
        expect(page.get_by_role("link", name="aaa", exact=True)).to_be_focused()
        page.keyboard.press("j")
        expect(link).to_be_focused()

    def test_search_with_the_keyboard(self):
        """What is typed behind / and Enter is searched for."""
        page = self.open("/orders")
        page.keyboard.press("/")
        page.keyboard.type("finish")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("text=finish"))
        expect(page.locator("#orders tbody tr")).to_have_count(1)

    def test_order_is_confirmed_with_tab_and_enter(self):
        """Confirm is reached with Tab, seen to be in focus, and pressed with Enter."""
        self.console.sluice("cloud", "set", "bucket/risk-udf", "acl=private")
        self.console.place("typed")
        page = self.open("/orders/typed")
        for _ in range(40):
            page.keyboard.press("Tab")
            if self.focused(page, "it.tagName + ' ' + it.textContent.trim()") == "BUTTON Confirm":
                break
        else:
            self.fail("Tab does not reach Confirm")
        outline = self.focused(page, "getComputedStyle(it).outlineStyle + getComputedStyle(it).boxShadow")
        self.assertNotEqual(outline, "nonenone", "one cannot see that Confirm is in focus")
        page.keyboard.press("Enter")
        self.expect_phase(page, "confirmed")
        self.assertEqual(self.console.show("typed")["phase"], "confirmed")

    def test_focus_stays_while_the_page_follows_the_store(self):
        """What others change does not take the focus from whoever goes by Tab."""
        page = self.open("/orders/blocking")
        page.get_by_role("button", name="Advance").focus()
        self.console.sluice("mend", "blocking", "--apply", status=(0, 10))
        expect(page.locator("#history")).to_contain_text("repairOrdered")
        expect(page.get_by_role("button", name="Advance")).to_be_focused()


class AxeTests(WorldTestCase):
    """What axe-core finds."""

    def violations(self, page):
        """What is serious or critical, with where."""
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            f"{it['impact']} {it['id']}: {it['help']}; {json.dumps([node['target'] for node in it['nodes']][:4])}"
            for it in found if it["impact"] in ("serious", "critical")]

    def judge(self, **options):
        """Judges every page as such a browser shows it."""
        for locale in ("en-US", "zh-CN"):
            for scheme in ("light", "dark"):
                page = self.open(locale=locale, color_scheme=scheme, **options)
                for path in self.pages:
                    with self.subTest(path, locale=locale, scheme=scheme):
                        self.go(page, path)
                        page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
                        self.assertEqual(self.violations(page), [])
                page.context.close()

    def test_no_page_has_serious_faults_on_a_desk(self):
        """Nothing serious or critical, light and dark, in English and Chinese."""
        self.judge(viewport=DESK)

    def test_no_page_has_serious_faults_on_a_phone(self):
        """Nor at a phone's width."""
        self.judge(viewport=PHONE)

    def test_refusals_have_no_serious_faults(self):
        """Nor pages that say what was not done, or that there is nothing."""
        page = self.open()
        for path in ("/nowhere", "/orders/nobody", "/orders/finished/versions/99"):
            with self.subTest(path):
                answer = page.goto(self.console.url + path)
                self.assertEqual(answer.status, 404)
                self.assertEqual(self.violations(page), [])
                expect(page.get_by_role("heading", level=1)).to_be_visible()
                expect(page.get_by_role("link", name="Orders").first).to_be_visible()


if __name__ == "__main__":
    unittest.main()
