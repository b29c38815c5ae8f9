// Changing a text field so that the browser's own undo takes it back, and what becomes of places in its text.

export function replace(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  // Deprecated, and still the only way that undo knows of.
  const done = text ? document.execCommand("insertText", false, text) : start === end || document.execCommand("delete");
  if (!done) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// The places that an edit leaves alone, where they stand after it. Each has a `start` and an `end`.
export function carried(places, before, after) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const moved = after.length - before.length;
  return places.flatMap((place) => {
    if (place.end <= head) return [place];
    if (place.start < before.length - tail) return [];
    return [{ ...place, start: place.start + moved, end: place.end + moved }];
  });
}
