// Comfort only: every page works without this file.

import "./fresh.js";

// On a narrow screen the menu is wider than it.
document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Typed text is not lost by leaving the page unawares.
let unsaved = document.querySelector("form[data-unsaved=typed]");
document.addEventListener("input", ({ target }) => {
  const form = target.form ?? target;
  if (form.matches("[data-unsaved]")) unsaved = form;
});
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

// A second click while the first is under way would only meet "他人刚刚完成了同一操作".
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.submitter?.formTarget) return; // not sent, or into a frame of this page
  if (event.target === unsaved) unsaved = null;
  const address = event.target.getAttribute("action") ?? "";
  if (event.target.matches("[method=post]") && event.submitter && !address.endsWith("/export")) {
    setTimeout(() => { event.submitter.disabled = true; });
  }
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});
