"""Pages as a browser shows them: the system's own Chromium, driven by Playwright, for pages that their scripts write.

Each page has a fresh profile and a time limit; nothing is downloaded, and private addresses are not reached (see
guarded_proxy). Needs `pip install 'crawl-assets[browser]'` and a Chromium: CHROMIUM_PATH, or one found on the PATH.
"""

import asyncio
import os
import shutil
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from crawl_assets.crawl.addresses import allow_list, host_and_port
from crawl_assets.crawl.errors import AddressRefused, BadAnswer, FetchError, TooLarge, TooSlow, Unreachable, Untrusted
from crawl_assets.json_api import NotSetUp

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Page, Response

    from crawl_assets.product_drafts.guarded_proxy import GuardedProxy

PAGE_SECONDS = 45.0
_QUIET_SECONDS, _CLOSING_SECONDS = 6.0, 5.0  # for the page's own requests to end; for a window to close
_LARGEST_HTML, _MOST_BYTES = 20_000_000, 60_000_000  # letters of the page; bytes of all that it loads
_HTML = ("text/html", "application/xhtml+xml")
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_ARGUMENTS = (
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # the one way around the proxy
    "--disable-quic",
    "--disable-dev-shm-usage",  # containers give it 64 MB
    "--disable-gpu",
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page after its scripts have run."""

    url: str  # where redirects and scripts have led
    status: int  # of the document itself
    html: str


def find_chromium(chosen: str) -> str:
    """Return the path of the browser: the chosen one, else one found on the PATH; raises NotSetUp."""
    if chosen:
        found = shutil.which(chosen)
        if found is None:
            raise NotSetUp(f"CHROMIUM_PATH {chosen!r:.200} is no program. Name a Chromium, like /usr/bin/chromium.")
        return found
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    raise NotSetUp("no Chromium is on the PATH; install one (apt install chromium) or name it in CHROMIUM_PATH.")


class Browser:
    """A browser; an async context manager for one event loop. `allow_hosts` are `host:port` that may be private."""

    def __init__(
        self,
        executable: str,
        *,
        allow_hosts: Sequence[str] = (),
        seconds: float = PAGE_SECONDS,  # of a page, from the start of its Chromium to the end of it
        most_bytes: int = _MOST_BYTES,
    ) -> None:
        self._executable, self._allowed = executable, allow_list(allow_hosts)
        self._seconds, self._most_bytes = seconds, most_bytes
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        try:
            from playwright.async_api import async_playwright
        except ImportError:
            raise NotSetUp("Playwright is not installed; run: pip install 'crawl-assets[browser]'.") from None
        playwright = await self._open.enter_async_context(async_playwright())
        self._type = playwright.chromium
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def get(self, url: str) -> Rendered:
        """Show a page in a Chromium of its own and return what it became; a page with an error status is a page.

        Raises AddressRefused, BadAnswer, BadUrl, TooLarge, TooSlow, Unreachable or Untrusted, and NotSetUp when the
        browser does not start.
        """
        from crawl_assets.crawl.network import GuardedNetwork, system_addresses
        from crawl_assets.crawl.urls import parse_url
        from crawl_assets.product_drafts.guarded_proxy import GuardedProxy

        asked = str(parse_url(url))
        async with GuardedProxy(GuardedNetwork(system_addresses, self._allowed), self._most_bytes) as proxy:
            try:
                async with asyncio.timeout(self._seconds):
                    return await _unless_spent(self._shown(asked, proxy), asked, proxy)
            except TimeoutError:
                what = f"the browser did not show it within {self._seconds:g} s. Try again later."
                raise TooSlow(asked, what) from None

    async def _shown(self, url: str, proxy: "GuardedProxy") -> Rendered:
        from playwright.async_api import Error

        chromium = await self._started(proxy.url)
        try:
            page = await chromium.new_page(
                user_agent=_user_agent(chromium.version), accept_downloads=False, service_workers="block"
            )
            try:
                response = await page.goto(url, wait_until="domcontentloaded", timeout=0)
            except Error as error:
                raise _failed(url, error.message, proxy) from None
            if response is None:  # only for about:blank and jumps within a page
                raise BadAnswer(url, "the browser shows nothing for it.")
            _check(response.url, proxy)
            return await _rendered(page, response)
        except Error as error:
            raise Unreachable(url, f"the browser lost the page ({_said(error.message)}). Try again later.") from None
        finally:
            await _end(chromium)

    async def _started(self, proxy: str) -> "Chromium":
        from playwright.async_api import Error

        try:
            return await self._type.launch(
                executable_path=self._executable,
                proxy={"server": proxy},
                args=_ARGUMENTS,
                chromium_sandbox=os.geteuid() != 0,  # Chromium has none for root
            )
        except Error as error:
            raise NotSetUp(f"{self._executable} does not start as a browser: {_said(error.message)}") from None


async def _rendered(page: "Page", response: "Response") -> Rendered:
    """Wait until the page is quiet, not for ever, and take it."""
    from playwright.async_api import TimeoutError as NotQuiet

    if not (response.headers.get("content-type") or "text/html").startswith(_HTML):
        raise BadAnswer(response.url, f"it is {response.headers['content-type']:.100}, not HTML.")
    with suppress(NotQuiet):
        await page.wait_for_load_state("networkidle", timeout=_QUIET_SECONDS * 1000)
    html = await page.content()
    if len(html) > _LARGEST_HTML:
        raise TooLarge(
            page.url, f"its scripts make a page of {len(html):,} letters; at most {_LARGEST_HTML:,} are taken."
        )
    return Rendered(page.url, response.status, html)


async def _unless_spent(shown: Coroutine[Any, Any, Rendered], url: str, proxy: "GuardedProxy") -> Rendered:
    """Return the page, or raise TooLarge as soon as it has loaded too much."""
    showing, spent = asyncio.ensure_future(shown), asyncio.ensure_future(proxy.spent.wait())
    try:
        await asyncio.wait((showing, spent), return_when=asyncio.FIRST_COMPLETED)
        if spent.done():
            raise TooLarge(url, f"it loads more than {proxy.most_bytes:,} bytes with all that belongs to it.")
        return await showing
    finally:
        for task in (showing, spent):
            task.cancel()
        await asyncio.gather(showing, spent, return_exceptions=True)


async def _end(chromium: "Chromium") -> None:
    """Close the browser; one that hangs dies with the driver."""
    from playwright.async_api import Error

    with suppress(TimeoutError, Error):
        async with asyncio.timeout(_CLOSING_SECONDS):
            await chromium.close()


def _check(url: str, proxy: "GuardedProxy") -> None:
    """Raise when the answer came from the proxy, as the host was not reached."""
    parts = urlsplit(url)
    place = host_and_port(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    if place in proxy.private:
        raise AddressRefused(
            url,
            f"{place} lies on {proxy.private[place]}, which is not a public address. If it may be fetched all the "
            f"same, add {place} to CRAWL_ALLOW_HOSTS.",
        )
    if place in proxy.unreached:
        what = f"no connection ({proxy.unreached[place]:.200}). Check the address, or try again later."
        raise Unreachable(url, what)


def _failed(url: str, message: str, proxy: "GuardedProxy") -> FetchError:
    """Choose the error for a page that did not open."""
    if "ERR_CERT" in message:
        return Untrusted(url, f"its certificate is not valid ({_said(message)}). Check the address.")
    if "Download is starting" in message:
        return BadAnswer(url, "it is a file to download, not a page.")
    try:
        _check(url, proxy)
    except FetchError as error:
        return error
    if proxy.private and "TUNNEL" in message:  # where a redirect led; the browser does not say to which host
        place, address = next(reversed(proxy.private.items()))
        return AddressRefused(url, f"it leads to {place}, which lies on {address}: no public address.")
    return Unreachable(url, f"the browser could not open it ({_said(message)}). Check the address, or try again later.")


def _user_agent(version: str) -> str:
    """Return what the browser calls itself, with our own name at its end."""
    from crawl_assets.crawl.fetch import default_user_agent

    major = version.partition(".")[0]
    chrome = (
        f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36"
    )
    return f"{chrome} {default_user_agent()}"


def _said(message: str) -> str:
    first = next(iter(message.strip().splitlines()), "")
    return first.removeprefix("Page.goto: ").partition(" at http")[0][:200]
