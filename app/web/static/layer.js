// Marks behind a text area (衬底标记): a layer with the same text, of which only the marks are seen.

const MOST = 60000; // characters beyond which drawing the layer at every key would be felt
const WEIGHTS = ["block", "warn", "hint"];

export class Layer {
  constructor(area) {
    this.area = area;
    this.layer = document.createElement("div");
    this.layer.className = "layer";
    this.layer.setAttribute("aria-hidden", "true");
    area.before(this.layer);
    area.addEventListener("scroll", () => this.follow());
    new ResizeObserver(() => this.follow()).observe(area);
  }

  // Same width as the area's text, which a scroll bar narrows, and scrolled as far.
  follow() {
    this.layer.style.width = `${this.area.clientWidth}px`;
    this.layer.style.height = `${this.area.clientHeight}px`;
    this.layer.scrollTop = this.area.scrollTop;
  }

  paint(places) {
    const text = this.area.value;
    const pieces = [];
    let at = 0;
    for (const place of text.length > MOST ? [] : apart(places)) {
      const mark = document.createElement("mark");
      mark.className = place.severity;
      mark.textContent = text.slice(place.start, place.end);
      pieces.push(text.slice(at, place.start), mark);
      at = place.end;
    }
    this.layer.replaceChildren(...pieces, `${text.length > MOST ? "" : text.slice(at)}\n`);
    this.follow();
  }

  // Scrolls the area to the mark at a place.
  show(place) {
    const range = document.createRange();
    let left = place.start;
    const texts = document.createTreeWalker(this.layer, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() && left > texts.currentNode.length) left -= texts.currentNode.length;
    range.setStart(texts.currentNode, Math.min(left, texts.currentNode.length));
    const top = range.getBoundingClientRect().top - this.layer.getBoundingClientRect().top;
    if (top < 0 || top > this.area.clientHeight - 40) {
      this.area.scrollTop += top - this.area.clientHeight / 3;
    }
  }
}

// Of places that overlap, the gravest is drawn whole.
function apart(places) {
  const drawn = [];
  for (const place of [...places].sort((a, b) => WEIGHTS.indexOf(a.severity) - WEIGHTS.indexOf(b.severity))) {
    if (place.start < place.end && drawn.every((other) => place.end <= other.start || other.end <= place.start)) {
      drawn.push(place);
    }
  }
  return drawn.sort((a, b) => a.start - b.start);
}
