// The queue keeps itself current (实时更新): when the server says that something changed, the rows are asked for.

import "./keeping.js";
import { listenToKeys } from "./keys.js";
import { onChange } from "./live.js";

const rows = document.querySelector("[data-queue]");

async function refresh() {
  const response = await fetch(`/queue${location.search}`, { redirect: "manual" }).catch(() => null);
  if (!response?.ok || rows.contains(document.activeElement)) return;
  rows.innerHTML = await response.text(); // our own template: what people wrote is escaped in it
  const badge = document.querySelector("nav [data-waiting]");
  const count = rows.querySelector("[data-count]").textContent;
  if (badge) badge.textContent = count;
}

onChange(refresh);
listenToKeys(null);
