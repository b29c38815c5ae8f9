// Pasting with formatting (保留格式粘贴) into a body of HTML: the server makes the clipboard's HTML harmless.

import { replace } from "./editing.js";

const FORMATTED = /<(?:h[1-6]|table|li|strong|b|em|a\s)/i;

export function pasteCleanly(form, area) {
  const hint = form.querySelector("[data-pasted]");
  area.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    hint.hidden = form.elements.format.value !== "text" || !FORMATTED.test(html);
    if (form.elements.format.value !== "html" || !html) return;
    const plain = event.clipboardData.getData("text/plain");
    event.preventDefault();
    const text = (await cleaned(form, html)) ?? plain;
    replace(area, area.selectionStart, area.selectionEnd, text);
  });
}

async function cleaned(form, html) {
  try {
    const sent = new URLSearchParams({ csrf: form.elements.csrf.value, html });
    const response = await fetch("/check/paste", { method: "POST", body: sent, redirect: "manual" });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
