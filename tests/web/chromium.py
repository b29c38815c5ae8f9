"""A person at a real Chromium, watched: what the page fixtures hand out."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK, TELEPHONE = (1280, 900), (390, 844)


class Watched:
    """A page of one person; at the end it must have been silent and have asked no other origin."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.page.on(
            "console", lambda message: self._note(message.type in {"error", "warning"}, message.text)
        )
        self.page.on("pageerror", lambda error: self._note(True, str(error)))
        self.page.on("request", lambda request: self._note(not self._own(request.url), request.url))

    def _note(self, is_fault: bool, text: str) -> None:
        if is_fault:
            self.faults.append(text)

    def _own(self, url: str) -> bool:
        return url.startswith((self.address, "data:"))

    def sign_in(self, who: str) -> None:
        """Through the login page."""
        self.page.context.clear_cookies()
        self.page.goto(self.address)
        self.page.get_by_label("用户名").fill(who)
        self.page.get_by_label("密码").fill(f"demo-{who}")
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()
        self.page.wait_for_load_state()  # only then do its modules listen to keys

    def need_width(self) -> None:
        """Nothing sticks out to the side."""
        self.page.wait_for_load_state()  # a page on its way has no width
        widths = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], f"{self.page.url} is {widths[0]} px wide in {widths[1]}"
