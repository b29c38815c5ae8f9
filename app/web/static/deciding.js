// Deciding: what an approval still lacks is said and shown before it is sent.

export function prepareDecision(form) {
  const state = document.querySelector("[data-state]");
  const { proof, comment } = form.elements;
  const approve = document.querySelector("button[name=action][value=approve]");
  const end = document.querySelector("[data-end]");

  const unticked = () => [...form.querySelectorAll("[name=checklist]:not(:checked)")];
  const undisposed = () => [...document.querySelectorAll("li[data-open]")].filter((item) => !isDisposed(item));

  // What is missing for an approval: where, and in words.
  function missing() {
    const [open] = undisposed();
    const [tick] = unticked();
    return [
      ...(open ? [[open, `还有 ${undisposed().length} 处问题须处置`]] : []),
      ...(proof && !proof.value ? [[end, "全文尚未读到末尾"]] : []),
      ...(tick ? [[tick, `还有 ${unticked().length} 项未核对`]] : []),
    ];
  }

  function tell() {
    if (state) state.textContent = missing().map(([, words]) => words).join("；") || "可以签署";
  }

  function show(element) {
    element.scrollIntoView({ block: "center" });
    (element.matches("input, textarea") ? element : element.querySelector("input:not(:disabled), textarea"))
      ?.focus({ preventScroll: true });
  }

  if (proof) {
    if (!("read" in proof.dataset)) proof.value = "";
    approve.disabled = false;
    new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      proof.value = end.dataset.end;
      tell();
    }).observe(end);
  }

  form.addEventListener("submit", (event) => {
    const action = event.submitter?.value;
    if (action === "approve" && missing().length) {
      event.preventDefault();
      show(missing()[0][0]);
    } else if ((action === "return" || action === "reject") && !comment.value.trim()) {
      event.preventDefault();
      state.textContent = `${action === "return" ? "退回" : "否决"}须写明理由`;
      show(comment);
    }
    if (event.defaultPrevented) event.stopImmediatePropagation();
  });

  // Enter in a box or a choice is no signature.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.form === form && event.target.matches("input")) event.preventDefault();
  });

  // A choice that is clicked again is taken back.
  for (const choice of document.querySelectorAll("[type=radio][name^=verdict-]")) {
    let was = false;
    const note = () => { was = choice.checked; };
    choice.closest("label").addEventListener("pointerdown", note);
    choice.addEventListener("click", (event) => {
      if (was && event.detail > 0) choice.checked = false;
      was = false;
      choice.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  document.addEventListener("input", tell);
  tell();
}

function isDisposed(item) {
  const chosen = item.querySelector("[name^=verdict-]:checked");
  if (!chosen) return false;
  return "verdict" in chosen.dataset || Boolean(item.querySelector("[name^=reason-]").value.trim());
}
