/**
 * Texts as sequences of code points, and mappings as sequences of keys. A text of JavaScript consists of UTF-16 units, so that
 * to count its code points, or to find one, is to read all that is before; to count the keys of an object is to list them.
 * What limits work reckons with neither, so what was found out is remembered for as long as one text is rendered.
 */
const SHORT = 100;
const SURROGATE = /[\ud800-\udfff]/;
/** Where each code point of a long text begins, and where the text ends; null where each is one unit. */
const beginnings = new Map();
let keys = new WeakMap();

/** Forget what was found out, since values may change between two renderings. */
export function forget() {
  beginnings.clear();
  keys = new WeakMap();
}

/** Return how many code points a text has, reading it. */
export function count(text) {
  let found = text.length;
  if (!SURROGATE.test(text)) return found;
  for (let index = 0; index < text.length - 1; index += 1) {
    if (text.codePointAt(index) > 0xffff) found -= 1;
  }
  return found;
}

/** Return how many code points a text has. */
export function length(text) {
  if (text.length <= SHORT) return count(text);
  const starts = beginningsOf(text);
  return starts === null ? text.length : starts.length - 1;
}

/** Return the code points of a text from one to before another; both are counted from the end where they are negative. */
export function part(text, from = 0, to = Infinity) {
  if (text.length <= SHORT) return Array.from(text).slice(from, to).join("");
  const starts = beginningsOf(text);
  if (starts === null) return text.slice(from, to);
  const last = starts.length - 1;
  const [start, stop] = [from, to].map((bound) => Math.min(Math.max(bound < 0 ? bound + last : bound, 0), last));
  return text.slice(starts[start], starts[Math.max(start, stop)]);
}

/** Return the keys of an object. */
export function keysOf(mapping) {
  let found = keys.get(mapping);
  if (found === undefined) {
    found = Object.keys(mapping);
    keys.set(mapping, found);
  }
  return found;
}

function beginningsOf(text) {
  let found = beginnings.get(text);
  if (found === undefined) {
    found = SURROGATE.test(text) ? measured(text) : null;
    beginnings.set(text, found);
  }
  return found;
}

function measured(text) {
  const starts = new Uint32Array(count(text) + 1);
  let place = 0;
  for (let index = 0; index < starts.length; index += 1) {
    starts[index] = place;
    place += text.codePointAt(place) > 0xffff ? 2 : 1;
  }
  return starts;
}
