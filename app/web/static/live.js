// Server-sent events, while the page is seen: browsers hold only few connections to one server.

const SLOWEST = 60000; // milliseconds after which the page is brought up to date in any case: times go by

export function onChange(act) {
  let source = null;
  let timer = 0;

  function start() {
    source = new EventSource("/queue/events");
    source.addEventListener("changed", act);
    timer = setInterval(act, SLOWEST);
  }

  function stop() {
    source?.close();
    clearInterval(timer);
  }

  document.addEventListener("visibilitychange", () => {
    stop();
    if (document.hidden) return;
    act();
    start();
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", (event) => { if (event.persisted) start(); });
  if (!document.hidden) start();
}
