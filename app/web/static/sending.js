// A file on its way (上传进度): how much of it has arrived, that it is being read, and a button that stops both.
// Comfort only: without this file the browser sends the form itself. What is answered takes the page's place.

const MIB = 1 << 20;
let pages = 0;

// Takes over the form's sending wherever it sends a file.
export function sendWatched(form, input) {
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    const type = submitter?.getAttribute("formenctype") ?? form.enctype;
    if (type !== "multipart/form-data" || !input.files.length) return;
    event.preventDefault();
    const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.pathname;
    send(address, new FormData(form, submitter), input.files[0]);
  });
}

function send(address, data, file) {
  const { dialog, step, bar, amount, stop } = box();
  const request = new XMLHttpRequest();
  const fail = (words) => {
    step.textContent = words;
    amount.textContent = "";
    bar.hidden = true;
    stop.textContent = "返回";
  };
  step.textContent = `正在上传“${file.name}”`;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.max = total;
    bar.value = loaded;
    if (total > MIB) amount.textContent = `${(loaded / MIB).toFixed(1)} / ${(total / MIB).toFixed(1)} MiB`;
  });
  request.upload.addEventListener("load", () => {
    step.textContent = "已送到，正在读取、检查…";
    bar.removeAttribute("value");
  });
  request.addEventListener("load", () => take(request, address, fail));
  request.addEventListener("error", () => fail("没有送到：网络中断，或文件过大。已写的内容还在，可以再试。"));
  dialog.addEventListener("close", () => { request.abort(); dialog.remove(); });
  request.open("POST", address);
  request.send(data);
}

function box() {
  const dialog = document.createElement("dialog");
  dialog.className = "sending";
  dialog.innerHTML = `<p id="sending" aria-live="polite"></p><progress aria-labelledby="sending"></progress>
<p class="actions"><button type="button" class="second">停止</button> <small></small></p>`;
  dialog.setAttribute("aria-labelledby", "sending");
  const [step, bar, amount, stop] = ["p", "progress", "small", "button"].map((name) => dialog.querySelector(name));
  stop.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, step, bar, amount, stop };
}

// The answer: another page to go to, the same one with what came of it, or words on why there is none.
function take(request, address, fail) {
  const at = new URL(request.responseURL);
  if (at.pathname === "/login") {
    fail("登录已过期：请另开窗口登录，再回来重试，已写的内容还在。");
    return;
  }
  if (at.pathname !== new URL(address, location.href).pathname) {
    location.assign(at);
    return;
  }
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = answer.querySelector("main");
  if (main?.querySelector("[data-drop]")) show(answer, main);
  else fail(main?.querySelector("h1 + p")?.textContent ?? "服务没有回答，请稍后再试。已写的内容还在。");
}

function show(answer, main) {
  document.querySelector("dialog.sending").close();
  document.querySelector("main").replaceWith(main);
  scrollTo(0, 0);
  const said = main.querySelector("[role=status], [role=alert]");
  if (said) {
    said.tabIndex = -1;
    said.focus();
  }
  main.querySelector("[data-unsaved=typed]")?.dispatchEvent(new Event("input", { bubbles: true }));
  pages += 1;
  // A module runs once for each address, so those that make the page ready get a new one.
  for (const script of answer.querySelectorAll("script[data-prepares]")) import(`${script.getAttribute("src")}?${pages}`);
}
