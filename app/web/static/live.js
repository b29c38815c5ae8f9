// Server-sent events, while the page is seen: browsers hold only few connections to one server, so a page has one.

const SLOWEST = 60000; // milliseconds after which the page is brought up to date in any case: times go by

const acts = [];
let source = null;
let timer = 0;

export function onChange(act) {
  acts.push(act);
  if (acts.length === 1) begin();
}

const tell = () => { for (const act of acts) act(); };

function start() {
  source = new EventSource("/queue/events");
  source.addEventListener("changed", tell);
  timer = setInterval(tell, SLOWEST);
}

function stop() {
  source?.close();
  clearInterval(timer);
}

function begin() {
  document.addEventListener("visibilitychange", () => {
    stop();
    if (document.hidden) return;
    tell();
    start();
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", (event) => { if (event.persisted) start(); });
  if (!document.hidden) start();
}
