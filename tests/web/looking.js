// Looking for what is not ours on the pages of a hostile office: see test_xss.py. Given to every page of the test.

const KEPT_OUT = "style, base, object, embed, applet, math, foreignObject, set, animate, frame, portal,"
  + "script:not([src]), meta[http-equiv], link:not([rel=icon], [rel=stylesheet])";
const BARE = /\/(frame|check\/preview)$/; // the preview of a draft has nothing around it
const LEADING = /^(href|src|action|formaction|xlink:href|srcset|poster|data|background|ping)$/i;

const filled = new Set();

// What stands in a document, or in a part of one, and is not ours.
function alien(root) {
  const found = [...root.querySelectorAll(KEPT_OUT)].map((element) => element.outerHTML);
  for (const element of root.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      const runs = /^on|^srcdoc$|^hx-/i.test(name) || (name === "style" && !element.matches(".layer"));
      if (runs || (LEADING.test(name) && !leadsHome(value))) found.push(`${element.localName} ${name}=${value}`);
    }
  }
  return found;
}

function leadsHome(address) {
  if (/^data:image\/(png|jpeg);/.test(address)) return true;
  try {
    return new URL(address, location.origin).origin === location.origin;
  } catch {
    return false;
  }
}

// Which part of a page is missing or twice.
function broken(page) {
  const parts = ["h1", "head > title", "main", "body > main + footer:last-child"];
  return parts.filter((part) => page.querySelectorAll(part).length !== 1).map((part) => `broken: ${part}`);
}

function words(page) {
  const values = [...page.querySelectorAll("[value]")].map((element) => element.getAttribute("value"));
  return [page.documentElement.textContent, ...values].join("\n");
}

async function look(response, payloads) {
  const seen = { address: response.url, status: response.status, faults: [], links: [], shown: [] };
  if (!response.headers.get("content-type")?.startsWith("text/html")) return seen;
  const html = await response.text();
  const page = new DOMParser().parseFromString(html, "text/html");
  const text = words(page);
  seen.faults = alien(page);
  if (/^\s*<!doctype/i.test(html) && !BARE.test(response.url)) seen.faults.push(...broken(page));
  seen.shown = payloads.flatMap((payload, number) => text.includes(payload.trim()) ? [number] : []);
  seen.links = [...page.querySelectorAll("a[href], iframe[src]")]
    .map((element) => new URL(element.getAttribute("href") ?? element.getAttribute("src"), response.url))
    .filter((url) => url.origin === location.origin && !/\.csv$|^.docs$/.test(url.pathname))
    .map((url) => url.pathname + url.search);
  return seen;
}

// Sends each kind of form of a page, in this window once, with a text in all of its fields, or in those for writing.
async function fill([address, texts, takesAll]) {
  const response = await fetch(address);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const looks = [];
  let at = 0;
  for (const form of page.querySelectorAll("form[method=post]:not([action='/logout'], [action$='/export'])")) {
    const action = form.getAttribute("action") ?? address;
    const kind = `${takesAll} ${action.replaceAll(/[0-9a-f]{32}|\d+/g, "*")}`;
    if (filled.has(kind)) continue;
    filled.add(kind);
    const sent = new FormData(form);
    for (const field of form.elements) {
      const takes = takesAll || field.matches("textarea, [type=search], input:not([type])");
      if (!field.name || field.name === "csrf" || !takes) continue;
      const text = texts[at++ % texts.length];
      if (field.type !== "file") sent.set(field.name, text);
      else sent.set(field.name, new File([text], `${text.replaceAll("/", "\\").slice(0, 190)}.html`));
    }
    const isFile = form.enctype === "multipart/form-data";
    const body = isFile ? sent : new URLSearchParams([...sent].filter(([, value]) => typeof value === "string"));
    looks.push(await look(await fetch(action, { method: "POST", body }), texts));
  }
  return looks;
}

window.looking = { alien, look, fill };
