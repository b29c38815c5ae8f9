// Comfort only: every page works without this file.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Typed text is not lost by leaving the page unawares.
let unsaved = false;
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  for (const field of form.elements) field.addEventListener("input", () => { unsaved = true; });
}
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

// A second click while the first is under way would only meet "他人刚刚完成了同一操作".
document.addEventListener("submit", (event) => {
  unsaved = false;
  const button = event.submitter;
  if (event.target.method === "post" && button && !event.target.action.endsWith("/export")) {
    setTimeout(() => { button.disabled = true; });
  }
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});
