"""The history, proven from what the browser downloads."""

import os
import re
import sqlite3
import unittest

from cases import BrowserTestCase, expect


class AuditTests(BrowserTestCase):
    """What an auditor does."""

    def setUp(self):
        self.make().place("risk", "other")
        self.console.sluice("order", "confirm", "risk")
        self.console.sluice("advance", "risk")

    def download(self, page, name, role="link"):
        """Follows a link, or presses a button, to a file; returns where it was saved."""
        with page.expect_download() as download:
            page.get_by_role(role, name=name, exact=True).click()
        path = os.path.join(self.console.folder, download.value.suggested_filename)
        download.value.save_as(path)
        return path

    def test_downloaded_log_and_checkpoint_verify(self):
        """The two files are all that a stranger needs."""
        self.start()
        page = self.open("/audit", accept_downloads=True)
        key = self.console.sluice("audit", "key").strip()
        expect(page.locator("#log")).to_contain_text(key)
        log = self.download(page, "Download the log")
        checkpoint = self.download(page, "Download its checkpoint")
        self.assertEqual(checkpoint, log + ".checkpoint")
        self.console.sluice("audit", "verify", log, "--verifier", key)
        self.assertEqual(
            open(log, "rb").read().count(b"\n"),
            int(page.locator("#log dd").first.text_content().replace(",", "")))

    def test_altered_download_does_not_verify(self):
        """The same files, with a word changed, are not taken for the history."""
        self.start()
        page = self.open("/audit", accept_downloads=True)
        log = self.download(page, "Download the log")
        self.download(page, "Download its checkpoint")
        with open(log, "rb") as stream:
            lines = stream.read()
        with open(log, "wb") as stream:
            stream.write(lines.replace(b"risk_cluster", b"rosk_cluster", 1))
        self.console.sluice("audit", "verify", log, status=(22,))

    def test_export_of_earlier_stays_while_the_log_grows(self):
        """A log and a checkpoint that are downloaded with steps in between belong together."""
        self.start()
        page = self.open("/audit", accept_downloads=True)
        log = self.download(page, "Download the log")
        self.console.sluice("advance", "risk")
        checkpoint = self.download(page, "Download its checkpoint")
        self.assertEqual(checkpoint, log + ".checkpoint")
        self.console.sluice("audit", "verify", log)

    def test_verify_now_says_so(self):
        """Verify now verifies, and tells it."""
        self.start()
        page = self.open("/audit")
        self.press(page, "Verify now")
        expect(page.locator("main .notice")).to_contain_text(re.compile("verif|whole", re.IGNORECASE))

    def test_verify_now_finds_what_was_altered(self):
        """An order that was changed past the program is told."""
        self.start()
        page = self.open("/audit")
        store = sqlite3.connect(os.path.join(self.console.folder, "sluice.db"), timeout=30)
        tables = [row[0] for row in store.execute("select name from sqlite_master where type = 'table'")]
        altered = 0
        for table in tables:
            columns = {row[1]: row[2] for row in store.execute(f'pragma table_info("{table}")')}
            if "phase" in columns:
                altered += store.execute(f"update \"{table}\" set phase = 'withdrawn' where phase = 'drafted'").rowcount
        store.commit()
        store.close()
        self.assertGreater(altered, 0, f"no phase is kept in {tables}")
        self.console.sluice("audit", "verify", status=(22,))
        self.press(page, "Verify now")
        expect(page.locator("main [role=alert], main .problem").first).to_be_visible()

    def test_checkpoint_is_taken_and_verifies(self):
        """A checkpoint that was taken in the browser is one of this log, and the page knows of it."""
        self.start()
        page = self.open("/audit", accept_downloads=True)
        expect(page.locator("#log")).to_contain_text("none was taken")
        checkpoint = self.download(page, "Take a checkpoint", role="button")
        self.console.sluice("advance", "risk")
        self.console.sluice("audit", "verify", "--checkpoint", checkpoint)
        # What was just taken is not denied by the page that took it.
        expect(page.locator("#log")).not_to_contain_text("none was taken")

    def test_proof_of_an_order_verifies(self):
        """A proof from the page of an order is of that order, and verifies by itself."""
        self.start()
        page = self.open("/orders/risk", accept_downloads=True)
        proof = self.download(page, "Proof of the last entry")
        key = self.console.sluice("audit", "key").strip()
        self.console.sluice("audit", "verify", proof, "--order", "risk", "--verifier", key)
        self.console.sluice("audit", "verify", proof, "--order", "other", "--verifier", key, status=(22,))
        self.go(page, "/orders/risk/versions/1")
        first = self.download(page, "Proof that it is in the log")
        self.console.sluice("audit", "verify", first, "--order", "risk", "--verifier", key)


if __name__ == "__main__":
    unittest.main()
