// The bell (通知) keeps itself current: when the office has changed, every open page asks for its own.

import { onChange } from "./live.js";

const SPREAD = 2000; // milliseconds over which the pages of an office ask, so that they do not all at once

const bell = document.querySelector(".bell");
let timer = 0;

async function ask() {
  const response = await fetch("/notifications/bell", { redirect: "manual" }).catch(() => null);
  if (response?.ok) bell.innerHTML = await response.text(); // our own template, with nothing but a number
}

if (bell) {
  onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.random() * SPREAD);
  });
}
