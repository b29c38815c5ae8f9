// Completion of @names in a text area: a list box under it, by arrows, Enter, Tab, Esc, or a tap.

const MOST = 8;
let lists = 0;

export function complete(area, people) {
  const list = document.createElement("ul");
  list.className = "mentions";
  list.id = `mentions-${++lists}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可提到的同事");
  list.hidden = true;
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");

  const options = () => [...list.children];
  const current = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");
  const point = (n) => {
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === n)));
    area.setAttribute("aria-activedescendant", options()[n].id);
  };
  const close = () => { list.hidden = true; area.removeAttribute("aria-activedescendant"); };
  const choose = (name) => {
    const { at, end } = begun(area);
    area.setRangeText(`@${name} `, at, end, "end");
    close();
    area.dispatchEvent(new Event("input"));
    area.focus();
  };

  area.addEventListener("input", () => {
    const typed = begun(area);
    const found = typed ? people.filter(({ name, username }) => name.startsWith(typed.word) || username.startsWith(typed.word)) : [];
    list.replaceChildren(...found.slice(0, MOST).map(({ name, username }, i) => option(`${list.id}-${i}`, name, username, choose)));
    if (found.length) { list.hidden = false; point(0); } else close();
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const n = current(), count = options().length;
    if (event.key === "ArrowDown") point((n + 1) % count);
    else if (event.key === "ArrowUp") point((n + count - 1) % count);
    else if (event.key === "Enter" || event.key === "Tab") choose(options()[n].dataset.name);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  area.addEventListener("blur", close);
}

function option(id, name, username, choose) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.dataset.name = name;
  item.append(name, Object.assign(document.createElement("small"), { textContent: ` ${username}` }));
  // The area keeps the focus.
  item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(name); });
  return item;
}

// The @word that ends at the cursor, or null.
function begun(area) {
  const end = area.selectionStart;
  const word = /(?<![A-Za-z0-9._-])[@＠]([^\s@＠]{0,20})$/u.exec(area.value.slice(0, end));
  return word && { at: word.index, end, word: word[1] };
}
