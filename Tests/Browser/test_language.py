"""Chinese and English, light and dark."""

import re
import unittest

from cases import PAGES, BrowserTestCase, expect


class LanguageTests(BrowserTestCase):
    """The language that the browser asks for, or that was chosen."""

    def test_chinese_browser_gets_chinese_pages(self):
        """Every page is in Chinese, and says so."""
        self.make().block()
        self.start()
        page = self.open(locale="zh-CN")
        for path in [*PAGES, "/orders/risk"]:
            with self.subTest(path):
                self.go(page, path)
                self.assertEqual(page.locator("html").get_attribute("lang"), "zh-CN")
                if path != "/orders/risk":
                    self.assertRegex(page.locator("h1").text_content(), "[\u4e00-\u9fff]")
                    self.assertRegex(page.title(), "[\u4e00-\u9fff]")
                self.assertRegex(page.locator("main").text_content(), "[\u4e00-\u9fff]")
                self.assertEqual(
                    page.locator("header nav a").all_text_contents(),
                    [text for text in page.locator("header nav a").all_text_contents()
                     if re.search("[\u4e00-\u9fff]", text)])

    def test_chinese_pages_hold_no_english_sentences(self):
        """What is shown to a Chinese reader is Chinese: headings, hints, buttons, labels."""
        self.make().block()
        self.start()
        page = self.open(locale="zh-CN")
        for path in [*PAGES, "/orders/risk"]:
            with self.subTest(path):
                self.go(page, path)
                texts = page.locator("main :is(h1, h2, h3, label, legend, .hint, button, summary, th[scope=col])")
                # Three words of small letters in a row are a sentence; names and commands are none.
                english = [text for text in texts.all_inner_texts() if re.search("[a-z]+ [a-z]+ [a-z]+", text)]
                self.assertEqual(english, [])

    def test_button_switches_the_language_and_is_remembered(self):
        """What is chosen in the header stays, whatever the browser asks for."""
        self.start()
        page = self.open("/orders")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.get_by_role("button", name="中文").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        self.assertEqual(page.url, self.console.url + "/orders")
        self.go(page, "/new")
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        another = page.context.new_page()
        self.go(another, "/")
        expect(another.locator("html")).to_have_attribute("lang", "zh-CN")
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")

    def test_order_in_chinese_is_confirmed(self):
        """The same forms do the same in Chinese."""
        self.make().place()
        self.start()
        page = self.open("/orders/risk", locale="zh-CN")
        page.locator("form[action$='/confirm'] button.primary").click()
        self.expect_phase(page, "confirmed")

    def test_switching_while_filling_in_keeps_the_page(self):
        """The button leads back to the page it was pressed on, with what it was asked for."""
        self.make().place()
        self.start()
        page = self.open("/orders?text=risk&phase=drafted")
        page.get_by_role("button", name="中文").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        self.assertEqual(page.url, self.console.url + "/orders?text=risk&phase=drafted")


class ThemeTests(BrowserTestCase):
    """Light and dark."""

    def background(self, page):
        """How bright the page is, from 0 to 255."""
        return page.evaluate(
            "Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number))")

    def test_theme_follows_the_system_until_one_is_chosen(self):
        """Dark where the system is dark; what is chosen is remembered."""
        self.start()
        dark = self.open(color_scheme="dark")
        self.assertLess(self.background(dark), 128)
        page = self.open(color_scheme="light")
        self.assertGreater(self.background(page), 128)
        page.get_by_role("button", name="Dark").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        self.assertLess(self.background(page), 128)
        self.go(page, "/orders")
        self.assertLess(self.background(page), 128)


if __name__ == "__main__":
    unittest.main()
