// What of a page keeps itself current (the bell, 通知): when the office has changed, every open page asks for its own.

import { onChange } from "./live.js";

const SPREAD = 2000; // milliseconds over which the pages of an office ask, so that they do not all at once

const pieces = document.querySelectorAll("[data-fresh]");
let timer = 0;

async function ask(piece) {
  const response = await fetch(piece.dataset.fresh, { redirect: "manual" }).catch(() => null);
  const text = response?.ok ? (await response.text()).trim() : piece.innerHTML;
  if (text !== piece.innerHTML) piece.innerHTML = text; // our own templates, with nothing but numbers
}

if (pieces.length) {
  onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => pieces.forEach(ask), Math.random() * SPREAD);
  });
}
