// Comfort only: a file may be dropped on its field, and is seen on its way. Without this it is chosen and sent as usual.

import { sendWatched } from "./sending.js";

for (const field of document.querySelectorAll("[data-drop]")) {
  const input = field.querySelector("input[type=file]");
  const hint = field.querySelector("[data-drop-hint]");
  const send = input.form.querySelector("[data-send]");
  hint.hidden = false;
  sendWatched(input.form, input);
  const over = (is) => field.classList.toggle("over", is);
  for (const name of ["dragenter", "dragover"]) {
    field.addEventListener(name, (event) => { event.preventDefault(); over(true); });
  }
  field.addEventListener("dragleave", () => over(false));
  field.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    over(false);
    if (event.dataTransfer.files.length !== 1) {
      hint.textContent = "一次只能读一个文件";
      return;
    }
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
    send?.click();
  });
  input.addEventListener("change", () => {
    const [file] = input.files;
    hint.textContent = file ? `${file.name}，${(file.size / 1024).toFixed(1)} KiB` : "也可以把文件拖到这里";
  });
}

// A file that misses its field would otherwise replace the page, and with it what was typed: the field takes it.
for (const name of ["dragover", "drop"]) {
  window.addEventListener(name, (event) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (name === "drop") document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", event));
  });
}
