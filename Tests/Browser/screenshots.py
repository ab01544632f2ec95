"""Makes the pictures of the console: screenshots.py FOLDER."""

import sys

from playwright.sync_api import sync_playwright

from console import Console


def furnish(console):
    """A store in which one order asks, one is on its way, one is done and one is blocked."""
    console.ask_for_purchase()
    for name in ("done", "moving"):
        console.place(name)
        console.sluice("order", "confirm", name)
        for _ in range(60):
            phase = console.show(name)["phase"]
            if phase == ("provisioned" if name == "done" else "starting"):
                break
            console.sluice("advance", name, status=(0, 20))
            if name == "done" and phase == "starting":
                console.sluice("cloud", "clock", "advance", "5m")
    console.sluice("cloud", "set", "bucket/risk-udf", "acl=public-read")
    console.place("blocked")
    console.sluice("cloud", "clock", "advance", "11m")
    console.sluice("advance", "moving", status=(0, 20))


def main(folder):
    console = Console()
    try:
        furnish(console)
        console.start()
        with sync_playwright() as tools:
            browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"])
            for name, path, settings in [
                ("overview", "/", {}),
                ("order-dark", "/orders/blocked", {"color_scheme": "dark"}),
                ("new", "/new", {}),
                ("narrow", "/orders/moving", {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN"}),
            ]:
                context = browser.new_context(**{"viewport": {"width": 1100, "height": 800}, **settings})
                page = context.new_page()
                page.goto(console.url + console.entrance)
                page.goto(console.url + path)
                page.wait_for_selector("[data-live-state]:visible" if name != "new" else "#preview")
                page.screenshot(path=f"{folder}/{name}.png")
                context.close()
            browser.close()
    finally:
        console.remove()


if __name__ == "__main__":
    main(sys.argv[1])
