// Findings while typing (边写边查): a list beside the text, marks behind it, proposals by a click or a key.

import { carried, replace } from "./editing.js";
import { Layer } from "./layer.js";
import { pasteCleanly } from "./pasting.js";

const PAUSE = 400; // milliseconds without a key after which the text is checked
const CHECKED = ["csrf", "account", "title", "body", "format", "kind", "question", "text_date"];

const form = document.querySelector("[data-writing]");
const panel = document.querySelector("[data-typing]");
const list = panel.querySelector("[data-found]");
const state = panel.querySelector("[data-state]");
const { title, body } = form.elements;
const fields = [title, body];
const layer = new Layer(body);
const seen = new Map(fields.map((field) => [field, field.value]));
let found = []; // in the order of the list: field, start, end, text, severity, item
let timer = 0;
let running = new AbortController();

function readList() {
  return [...list.querySelectorAll("[data-field]")].map((item) => ({
    item,
    field: form.elements[item.dataset.field],
    start: Number(item.dataset.start),
    end: Number(item.dataset.end),
    text: item.dataset.text,
    severity: item.dataset.severity,
  }));
}

// After an edit: what it touched is no longer known, what stands behind it has moved.
function carry(field, before) {
  const others = found.filter((one) => one.field !== field);
  const moved = carried(found.filter((one) => one.field === field), before, field.value);
  found = found.flatMap((one) => [...others, ...moved].filter((kept) => kept.item === one.item));
}

function paint() {
  layer.paint(found.filter((one) => one.field === body));
}

function request() {
  const all = new FormData(form);
  const names = [...all.keys()].filter((name) => CHECKED.includes(name) || /^(source|exemption)_/.test(name));
  return new URLSearchParams(names.map((name) => [name, all.get(name)]));
}

async function check() {
  running.abort();
  running = new AbortController();
  const sent = new Map(fields.map((field) => [field, field.value]));
  try {
    const options = { method: "POST", body: request(), signal: running.signal, redirect: "manual" };
    const response = await fetch("/check/typing", options);
    if (!response.ok) throw new Error(response.type === "opaqueredirect" ? "signed out" : "refused");
    list.innerHTML = await response.text(); // our own template: what people wrote is escaped in it
    found = readList();
    for (const field of fields) carry(field, sent.get(field));
    state.textContent = found.length ? `${found.length} 处` : "";
    paint();
  } catch (error) {
    if (error.name === "AbortError") return;
    state.textContent = error.message === "signed out"
      ? "登录已过期：请另开窗口登录，再回来保存，已写的内容还在。"
      : "暂时不能检查，保存时仍会检查。";
  }
}

function show(one) {
  for (const other of found) other.item.classList.toggle("current", other === one);
  one.field.focus();
  one.field.setSelectionRange(one.start, one.end);
  if (one.field === body) layer.show(one);
  if (matchMedia("(min-width: 60rem)").matches) one.item.scrollIntoView({ block: "nearest" });
}

function accept(one, text) {
  if (one.field.value.slice(one.start, one.end) !== one.text) {
    state.textContent = "这里的文字已有变化，请等检查更新后再采用。";
    return;
  }
  replace(one.field, one.start, one.end, text);
}

// The finding that is selected, or where in the list one would stand that began at the caret.
function step(by) {
  const field = document.activeElement;
  const { selectionStart: start, selectionEnd: end } = field;
  const here = found.findIndex((one) => one.field === field && one.start === start && one.end === end);
  const behind = found.findIndex((one) => fields.indexOf(one.field) > fields.indexOf(field)
    || (one.field === field && one.start >= start));
  const next = here >= 0 ? here + by : (behind < 0 ? found.length : behind) - (by < 0 ? 1 : 0);
  if (found.length) show(found[(next + found.length) % found.length]);
}

function acceptSelected() {
  const { activeElement: field } = document;
  const one = found.find((each) => each.field === field
    && each.start <= field.selectionStart && field.selectionEnd <= each.end && each.item.querySelector("[data-use]"));
  if (one) accept(one, one.item.querySelector("[data-use]").dataset.use);
}

const KEYS = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: acceptSelected };

for (const field of fields) {
  field.addEventListener("input", () => {
    carry(field, seen.get(field));
    seen.set(field, field.value);
    paint();
  });
  field.addEventListener("keydown", (event) => {
    if (!event.altKey || !KEYS[event.key] || event.isComposing) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
});
list.addEventListener("click", (event) => {
  const one = found.find((each) => each.item.contains(event.target));
  const use = event.target.closest("[data-use]");
  if (one && use) accept(one, use.dataset.use);
  else if (one && event.target.closest("[data-find]")) show(one);
  else if (use) state.textContent = "这里的文字已有变化，请等检查更新后再采用。";
});

panel.hidden = false;
form.querySelector("[data-keys]").hidden = false;
pasteCleanly(form, body);
if (body.value) check();
