/** What is done with texts: as Python's methods of the same name do it. */
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ONE_SPACE = new RegExp(`[${SPACE}]`);
const SPACES = new RegExp(`[${SPACE}]+`);
const WORD_BEGINNING = new RegExp(`([-${SPACE}({\\[<]+)`);
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
const WHOLE = /^[+-]?\p{Nd}+(?:_\p{Nd}+)*$/u;
const REAL = /^[+-]?(?:\p{Nd}+(?:_\p{Nd}+)*(?:\.(?:\p{Nd}+(?:_\p{Nd}+)*)?)?|\.\p{Nd}+(?:_\p{Nd}+)*)(?:[eE][+-]?\p{Nd}+(?:_\p{Nd}+)*)?$/u;
/** Letters that are two, and have a form of their own at the beginning of a word. */
const DIGRAPHS = new Map([..."Ǆǅǆ"].map((each) => [each, "ǅ"]).concat(
  [..."Ǉǈǉ"].map((each) => [each, "ǈ"]), [..."Ǌǋǌ"].map((each) => [each, "ǋ"]), [..."Ǳǲǳ"].map((each) => [each, "ǲ"]),
));

/** Take away the spaces around a text; an expression that looks for those at the end would try at every one before. */
export function strip(text) {
  let [start, end] = [0, text.length];
  while (start < end && ONE_SPACE.test(text[start])) start += 1;
  while (start < end && ONE_SPACE.test(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

export function split(text) {
  const stripped = strip(text);
  return stripped === "" ? [] : stripped.split(SPACES);
}

export function lines(text) {
  const found = text.split(LINE_END);
  if (found.at(-1) === "") found.pop();
  return found;
}

export function capitalize(text) {
  const [first = "", ...rest] = text;
  return titleCase(first) + rest.join("").toLowerCase();
}

function titleCase(letter) {
  if (DIGRAPHS.has(letter)) return DIGRAPHS.get(letter);
  if (/\p{Script=Georgian}/u.test(letter)) return letter;
  const [first = "", ...rest] = letter.toUpperCase();
  return first + (letter === "ŉ" ? rest.join("") : rest.join("").toLowerCase());
}

export function title(text) {
  const parts = text.split(WORD_BEGINNING).filter((part) => part !== "");
  return parts.map(([first, ...rest]) => first.toUpperCase() + rest.join("").toLowerCase()).join("");
}

/** Return the places of a part in a text, none of which overlap; an empty part is at every place. */
export function count(text, part) {
  return part === "" ? [...text].length + 1 : text.split(part).length - 1;
}

/** Replace the first `limit` places of a part. */
export function replace(text, old, by, limit) {
  if (old !== "") {
    const parts = text.split(old);
    const replaced = parts.slice(0, limit + 1).join(by);
    return [replaced, ...parts.slice(limit + 1)].join(old);
  }
  const letters = [...text];
  return letters.map((letter, index) => (index < limit ? by : "") + letter).join("") + (letters.length < limit ? by : "");
}

/** Return the number that a text writes, of any script's digits; null where it writes none. */
export function numberWritten(text) {
  const stripped = strip(text);
  return WHOLE.test(stripped) || REAL.test(stripped) ? Number(ascii(stripped)) : null;
}

function ascii(text) {
  return text.replaceAll("_", "").replaceAll(/\p{Nd}/gu, (digit) => String(digitOf(digit.codePointAt(0))));
}

/** Return the value of a decimal digit: its place in the row of its script's ten. */
function digitOf(code) {
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10; // rows without a gap between
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
