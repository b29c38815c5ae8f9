// Keys (键盘操作): everything a reviewer does, while no field has the focus. `?` shows them.

const FIELDS = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";

export function listenToKeys(form) {
  const keys = { "?": () => document.querySelector("#keys").showModal(), "/": search, ...moves() };
  if (form) Object.assign(keys, findings(), decisions(form));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") document.activeElement.blur();
    if (event.target.matches(FIELDS) || document.querySelector("dialog[open]")) return;
    const act = /^[1-9]$/.test(event.key) ? keys.digit : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(event.key);
  });
  document.documentElement.classList.add("keyed");
}

function search() {
  const field = document.querySelector("input[type=search]");
  if (field) field.focus();
  else location.assign("/search");
}

// Through the queue: on a draft its neighbours, on the queue the rows.
function moves() {
  const follow = (relation) => () => document.querySelector(`.bar a[rel=${relation}]`)?.click();
  const rows = () => [...document.querySelectorAll("[data-queue] .title")];
  const row = (by) => () => {
    const all = rows();
    const here = all.indexOf(document.activeElement);
    all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)]?.focus();
  };
  if (!document.querySelector("[data-queue]")) return { n: follow("next"), p: follow("prev") };
  return { n: row(1), j: row(1), p: row(-1), k: row(-1) };
}

// One finding is the current one; it is shown in the list and in the text.
function findings() {
  const items = [...document.querySelectorAll(".findings > ol > li[id]")];
  let here = items.findIndex((item) => "open" in item.dataset && !item.querySelector("[name^=verdict-]:checked"));
  let begun = false;

  function show(index) {
    here = Math.min(Math.max(index, 0), items.length - 1);
    begun = true;
    for (const item of items) item.classList.toggle("current", item === items[here]);
    const mark = document.querySelector(`#m${items[here].id.slice(1)}`);
    for (const other of document.querySelectorAll("mark.current")) other.classList.remove("current");
    mark?.nextElementSibling.classList.add("current");
    (matchMedia("(min-width: 60rem)").matches && mark ? mark : items[here]).scrollIntoView({ block: "center" });
    if (mark) items[here].scrollIntoView({ block: "nearest" });
  }

  const step = (by) => () => {
    if (items.length) show(begun ? here + by : Math.max(here, 0));
  };

  // The first ready reason of this verdict; pressed again, the next one.
  const dispose = (verdict) => () => {
    if (!items.length) return;
    if (!begun) show(Math.max(here, 0));
    const ready = [...items[here].querySelectorAll(`[data-verdict=${verdict}]`)];
    if (!ready.length) return;
    const chosen = ready[(ready.findIndex((choice) => choice.checked) + 1) % ready.length];
    items[here].querySelector("details.dispose").open = true;
    chosen.checked = true;
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
  };

  return { j: step(1), k: step(-1), f: dispose("false_positive"), x: dispose("accepted") };
}

function decisions(form) {
  const press = (action) => () => document.querySelector(`.bar button[value=${action}]`)?.click();
  const submit = form.querySelector("button[aria-keyshortcuts=a]"); // of who writes and signs the first review
  return {
    a: submit ? () => submit.click() : press("approve"),
    r: press("return"),
    c: () => document.querySelector("#comment-on")?.click(),
    digit: (key) => form.querySelectorAll("[name=checklist]")[key - 1]?.click(),
  };
}
