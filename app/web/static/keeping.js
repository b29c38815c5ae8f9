// What was typed outlives a lost session, a refusal or a reload (意见不丢失), in this tab and for this person only.

const TYPED = "textarea, input[type=radio][name^=verdict-]";

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.matches(TYPED));
}

function restore(form, kept) {
  for (const field of fieldsOf(form)) {
    if (field.type !== "radio") field.value ||= kept[field.name] ?? "";
    else if (kept[field.name] === field.value) field.closest("details").open = field.checked = true;
  }
}

export function keepTyped(form) {
  const key = `opinion ${form.dataset.keep}`;
  const kept = sessionStorage.getItem(key);
  if (kept) restore(form, JSON.parse(kept));

  function keep() {
    const typed = fieldsOf(form).filter((field) => field.value.trim() && (field.type !== "radio" || field.checked));
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(typed.map((field) => [field.name, field.value]))));
  }

  for (const field of fieldsOf(form)) field.addEventListener("input", keep);
  form.addEventListener("kept", keep);
}

// A page that says what was done is proof that it arrived: nothing of that draft is kept any more.
for (const done of document.querySelectorAll("[data-done]")) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("opinion ") && key.split(" ")[2] === done.dataset.done) sessionStorage.removeItem(key);
  }
}
