// Comments (批注): on what is selected in the text, and completion of @names. Comfort only.

import { complete } from "./mentions.js";

const fields = { title: document.querySelector("#text .headline"), body: document.querySelector("#text > .body") };
const form = document.querySelector(".comment-on form");
if (form) {
  offer(form);
  for (const area of document.querySelectorAll("[data-mention]")) complete(area, colleagues());
}

function colleagues() {
  const options = [...document.querySelectorAll("#colleagues option")];
  return options.map((option) => ({ name: option.value, username: option.textContent }));
}

// A button at the edge of the window while something of the text is selected.
function offer(form) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "offer";
  button.textContent = "批注所选文字";
  button.hidden = true;
  document.body.append(button);
  let chosen = null;
  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (found) chosen = found;
    // Pressing the button may take the selection away before it is clicked.
    button.hidden = !found && !button.matches(":active");
  });
  button.addEventListener("click", () => { take(form, chosen); button.hidden = true; });
  // A quote that is changed by hand is searched for, wherever it stands.
  form.elements.quote.addEventListener("input", () => { form.elements.field.value = form.elements.start.value = ""; });
}

// What is selected within one field: its words, and where they begin, in code points.
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const quote = range.toString();
  for (const [field, element] of Object.entries(fields)) {
    if (!quote.trim() || !element?.contains(range.startContainer) || !element.contains(range.endContainer)) continue;
    const before = document.createRange();
    before.setStart(element, 0);
    before.setEnd(range.startContainer, range.startOffset);
    return { field, quote, start: [...before.toString()].length };
  }
  return null;
}

function take(form, { field, quote, start }) {
  form.closest("details").open = true;
  form.elements.quote.value = quote;
  form.elements.field.value = field;
  form.elements.start.value = start;
  form.elements.text.focus();
  form.scrollIntoView({ block: "center" });
}
