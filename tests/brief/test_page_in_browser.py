"""The page as a reader meets it: opened in a real browser from a file."""

from __future__ import annotations

import shutil

import pytest

from veye.brief import compose, render_html


@pytest.mark.slow
def test_citation_shows_its_sentence_on_focus_and_leads_to_its_source(picture, tmp_path):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    page_file = tmp_path / "brief.html"
    page_file.write_text(render_html(compose(picture)), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())
        cite = page.locator("#casualties .cite").first
        assert not cite.locator(".pop").is_visible()
        cite.hover()
        assert cite.locator(".pop").is_visible()
        assert "The Desk" in cite.locator(".pop").inner_text()
        cite.locator("a").click()
        assert page.url.endswith("#s1")
        assert page.locator("#s1").is_visible()
        wide = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
        browser.close()
    assert wide
    assert asked == [page_file.as_uri()], "the page fetches nothing"
