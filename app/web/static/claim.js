// Who is reading (正在审阅): says so while the page is open, and shows who else does.

import { onChange } from "./live.js";

const RENEWAL = 240000; // milliseconds; a claim lives ten minutes

export function followReaders(form) {
  const place = document.querySelector("[data-claim]");
  if (!place || !form) return;
  const address = place.dataset.claim;
  const { csrf, if_match: match } = form.elements;

  async function claim() {
    const body = new URLSearchParams({ csrf: csrf.value, if_match: match.value, live: "1" });
    const response = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (!response?.ok) return;
    const text = (await response.text()).trim();
    if (text !== place.innerHTML.trim()) place.innerHTML = text; // our own template: names are escaped in it
  }

  claim();
  setInterval(claim, RENEWAL);
  onChange(claim);
  window.addEventListener("pageshow", (event) => { if (event.persisted) claim(); });
  window.addEventListener("pagehide", () => {
    navigator.sendBeacon(`${address}/release`, new URLSearchParams({ csrf: csrf.value }));
  });
}
