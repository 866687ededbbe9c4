"""The page of a site as an app in a browser: words that are followed, and hearing it offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser import browser

if TYPE_CHECKING:
    from collections.abc import Callable

_WAIT = """
const until = async (found) => {
  for (let left = 100; left && !found(); left--) {
    await new Promise((done) => setTimeout(done, 100));
  }
  return found();
};
"""
_FOLLOWED = (
    _WAIT
    + """
const article = document.querySelector('article');
const audio = article.querySelector('audio');
article.querySelector('details.transcript').open = true;
await until(() => article.querySelector('.words .word'));
const words = article.querySelectorAll('.words .word').length;
const second = article.querySelectorAll('.chapters a')[1];
audio.currentTime = Number(second.dataset.start);
await audio.play();
const marked = new Set();
for (let left = 100; left; left--) {
  await new Promise((done) => setTimeout(done, 50));
  const now = article.querySelectorAll('.word.now');
  if (now.length > 1) return {words, many: now.length};
  if (now.length) marked.add([...article.querySelectorAll('.word')].indexOf(now[0]));
}
audio.pause();
return {words, marked: [...marked]};
"""
)
_KEPT = (
    _WAIT
    + """
await navigator.serviceWorker.ready;
const button = await until(() => document.querySelector('button.keep'));
button.click();
await until(() => button.getAttribute('aria-pressed') === 'true');
const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
return {pressed: button.getAttribute('aria-pressed'), name: manifest.name,
  icon: (await fetch(manifest.icons[0].src)).status};
"""
)
_OFFLINE = (
    _WAIT
    + """
const article = document.querySelector('article');
if (!article) return {page: false};
const audio = article.querySelector('audio');
if (audio.readyState < 1) audio.load();
await until(() => audio.readyState >= 1);
const middle = audio.duration / 2;
audio.currentTime = middle;
await audio.play().catch(() => {});
await until(() => audio.currentTime > middle + 0.5);
const at = audio.currentTime;
audio.pause();
article.querySelector('details.transcript').open = true;
await until(() => article.querySelector('.words .word'));
return {page: true, middle, at, words: article.querySelectorAll('.words .word').length};
"""
)


def check_app(url: str, stop: Callable[[], None]) -> list[str]:
    """Returns the faults of a page as an app in Chromium.

    Args:
        url: The address of the page.
        stop: Ends its host, so that nothing but the browser is left.
    """
    with browser() as window:
        window.open(f"{url}/")
        followed = window.run(_FOLLOWED)
        kept = window.run(_KEPT)
        problems = [f"the console says: {complaint}" for complaint in window.complaints()]
        stop()
        window.open(f"{url}/")
        alone = window.run(_OFFLINE)
    marked = followed.get("marked", [])
    checks = {
        f"words are not followed one by one: {followed}": len(marked) > 1
        and marked == sorted(marked),
        f"a session is not kept: {kept}": kept["pressed"] == "true",
        f"the manifest of the app is not whole: {kept}": kept["name"] and kept["icon"] == 200,  # noqa: PLR2004
        f"it does not play offline: {alone}": alone.get("at", 0) > alone.get("middle", 0) > 0,
        f"its words are not there offline: {alone}": alone.get("words", 0) > 0,
    }
    return problems + [fault for fault, good in checks.items() if not good]
