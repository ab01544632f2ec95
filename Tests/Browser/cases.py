"""What the tests share: a console for each test, one browser for each module, and the ways of a user in it."""

import unittest

from playwright.sync_api import expect, sync_playwright

from console import PATIENCE, Console, Visitor

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
# Every page that the header leads to.
PAGES = ["/", "/orders", "/new", "/clusters", "/access", "/audit", "/cloud"]

expect.set_options(timeout=PATIENCE * 1000)


class ConsoleTestCase(unittest.TestCase):
    """Tests each of which has a store, a cloud and a console of its own."""

    def make(self, speed=0):
        """A store and a cloud that go when the test ends."""
        self.console = Console(speed)
        self.addCleanup(self.console.remove)
        return self.console

    def start(self, *arguments):
        """Starts the console; when the test ends it has to end at once, and well."""
        if not hasattr(self, "console"):
            self.make()
        self.addCleanup(self.stop)
        return self.console.start(*arguments)

    def stop(self):
        """Ends the console as a service manager does."""
        ended = self.console.stop()
        if ended is None:
            return
        status, took = ended
        self.assertEqual(status, 0, f"SIGTERM ended it so: {self.console.complaints()[:1500]}")
        # A second or two, and what a busy machine adds.
        self.assertLess(took, 5, "SIGTERM took long to end it")

    def visitor(self, enter=True):
        """Somebody without a browser."""
        return Visitor(self.console, enter)


class BrowserTestCase(ConsoleTestCase):
    """Tests with a browser."""

    browser = None

    @classmethod
    def setUpClass(cls):
        if BrowserTestCase.browser:
            return
        playwright = sync_playwright().start()
        BrowserTestCase.browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"])

        def close():
            BrowserTestCase.browser.close()
            BrowserTestCase.browser = None
            playwright.stop()

        unittest.addModuleCleanup(close)

    def open(self, path="/", **options):
        """A page in a context of its own, let in by the printed address."""
        context = self.browser.new_context(**({"viewport": DESK, "locale": "en-US"} | options))
        self.addCleanup(context.close)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        self.watch(page)
        page.goto(self.console.url + self.console.entrance)
        if path != "/":
            self.go(page, path)
        return page

    def watch(self, page):
        """Keeps what goes wrong in a page, for the end of the test."""
        self.dialogs = getattr(self, "dialogs", [])
        self.errors = getattr(self, "errors", [])

        def dismiss(dialog):
            self.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismiss)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        # A refusal that a page is shown for is told in the log, too; it is no fault of the page.
        page.on("console", lambda message: message.type == "error"
                and "Failed to load resource" not in message.text and self.errors.append(message.text))

    def tearDown(self):
        self.assertEqual(getattr(self, "errors", []), [], "the pages went wrong")
        self.assertEqual(getattr(self, "dialogs", []), [], "a page opened a dialog")

    def go(self, page, path):
        """Opens a page of the console."""
        answer = page.goto(self.console.url + path)
        self.assertEqual(answer.status, 200, f"{path} answers {answer.status}: {answer.text()[:300]}")

    def expect_phase(self, page, phase):
        """Waits until the page of an order shows a phase."""
        expect(page.locator("#status [data-phase]")).to_have_attribute("data-phase", phase)

    def press(self, page, name, **fields):
        """Fills in the form that a button belongs to, and presses the button."""
        form = page.locator("form").filter(has=page.get_by_role("button", name=name, exact=True))
        for field, value in fields.items():
            form.locator(f"[name={field}]").fill(value)
        form.get_by_role("button", name=name, exact=True).click()

    def walk(self, name="risk"):
        """Takes an order to its project."""
        self.console.sluice("order", "confirm", name)
        for _ in range(60):
            self.console.advance(name)
            if self.console.show(name)["phase"] == "provisioned":
                return
            self.console.sluice("cloud", "clock", "advance", "5m")
        self.fail("it is not provisioned")

    def fill_wizard(self, page, name="risk", project="risk_rt"):
        """Fills in the wizard as risk.yaml has it."""
        page.get_by_label("Order name").fill(name)
        page.get_by_label("Billing").select_option("subscription")
        page.get_by_label("Months").fill("12")
        page.get_by_label("Master model").select_option("Ecs_4c16g")
        page.get_by_label("Masters", exact=True).select_option("3")
        page.get_by_label("Slave model").select_option("Ecs_8c32g")
        page.get_by_label("Slaves", exact=True).fill("6")
        page.get_by_label("Cluster name").fill("risk_cluster")
        page.get_by_label("Description", exact=True).fill("Risk control")
        page.get_by_label("Zone").select_option("cn-beijing-f")
        page.get_by_label("VPC", exact=True).select_option("vpc-prod")
        page.get_by_label("vSwitch").select_option("vsw-prod-f")
        page.get_by_label("Bucket").select_option("risk-udf")
        page.get_by_label("Cluster's own range").fill("10.10.0.0/16")
        page.get_by_label("Project 1").fill(project)
        page.locator("[name=project1Units]").fill("30")
