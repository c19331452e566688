/**
 * JSON that has one meaning: what two readers could take differently is refused.
 *
 * `JSON.parse` takes the last of two equal keys and rounds large numbers, so the text is read here.
 */
import { MAX_DEPTH, MAX_VALUES } from "./limits.js";
import { Real } from "./real.js";
import { RefusedError } from "./refusals.js";

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const NOT_A_NUMBER = /NaN|-?Infinity/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const HEX = /[0-9a-fA-F]{4}/y;
const [COMMA, LIST, OBJECT] = Buffer.from(",[{");
const WORDS = new Map([["true", true], ["false", false], ["null", null]]);
const ESCAPES = new Map([
  ['"', '"'], ["\\", "\\"], ["/", "/"], ["b", "\b"], ["f", "\f"], ["n", "\n"], ["r", "\r"], ["t", "\t"],
]);
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Return the value of a strict JSON text; objects have no prototype.
 *
 * @param {Uint8Array} data
 * @param {number} limit bytes at most
 * @param {{depth?: number, fractions?: boolean, exact?: boolean}} [options] `fractions` admits numbers with a fraction or
 *   an exponent; `exact` keeps what objects and numbers of JavaScript lose: the order of keys, and that 1.0 is not whole
 * @throws {RefusedError} `too-long`, `too-many-values`, `too-deep`, `malformed-json`, `duplicate-field` or `bad-number`
 */
export function parse(data, limit, { depth = MAX_DEPTH, fractions = false, exact = false } = {}) {
  if (data.length > limit) {
    throw new RefusedError("too-long", `the document has ${data.length} bytes, more than ${limit}`);
  }
  checkValues(data);
  return new Reader(decoded(data), { depth, fractions, exact }).document();
}

/** Refuse what would take too much memory, before it takes any: each value but the first stands behind one of these. */
function checkValues(data) {
  if (data.length <= MAX_VALUES) return;
  let found = 0;
  for (const byte of data) if (byte === COMMA || byte === LIST || byte === OBJECT) found += 1;
  if (found > MAX_VALUES) {
    throw new RefusedError("too-many-values", `the document has more than ${MAX_VALUES} commas and opening brackets`);
  }
}

function decoded(data) {
  try {
    return decoder.decode(data);
  } catch {
    throw new RefusedError("malformed-json", "the document is not UTF-8");
  }
}

class Reader {
  #text;
  #place = 0;
  #depth;
  #fractions;
  #exact;

  constructor(text, { depth, fractions, exact }) {
    this.#text = text;
    this.#depth = depth;
    this.#fractions = fractions;
    this.#exact = exact;
  }

  document() {
    const value = this.#value(0);
    this.#skip();
    if (this.#place !== this.#text.length) throw this.#malformed();
    return value;
  }

  #value(level) {
    this.#skip();
    const first = this.#text[this.#place];
    if (first === "{" || first === "[") {
      if (level >= this.#depth) {
        throw new RefusedError("too-deep", `the document is nested deeper than ${this.#depth} levels`);
      }
      this.#place += 1;
      return first === "{" ? this.#object(level + 1) : this.#list(level + 1);
    }
    if (first === '"') {
      this.#place += 1;
      return this.#string();
    }
    return this.#scalar();
  }

  #object(level) {
    const found = this.#exact ? new Map() : Object.create(null);
    if (this.#takes("}")) return found;
    do {
      this.#expect('"');
      const key = this.#string();
      this.#expect(":");
      const value = this.#value(level);
      if (this.#exact ? found.has(key) : key in found) {
        throw new RefusedError("duplicate-field", `the key ${JSON.stringify(key)} stands in one object twice`);
      }
      if (this.#exact) found.set(key, value);
      else found[key] = value;
    } while (this.#takes(","));
    this.#expect("}");
    return found;
  }

  #list(level) {
    const found = [];
    if (this.#takes("]")) return found;
    do found.push(this.#value(level));
    while (this.#takes(","));
    this.#expect("]");
    return found;
  }

  #string() {
    let found = "";
    for (;;) {
      found += this.#match(PLAIN)[0];
      const next = this.#text[this.#place++];
      if (next === '"') break;
      if (next !== "\\") throw this.#malformed();
      found += this.#escape();
    }
    if (!found.isWellFormed()) throw new RefusedError("malformed-json", "the document has half of a surrogate pair");
    return found;
  }

  #escape() {
    const letter = this.#text[this.#place++];
    if (letter !== "u") {
      const meant = ESCAPES.get(letter);
      if (meant === undefined) throw this.#malformed();
      return meant;
    }
    const digits = this.#match(HEX);
    if (digits === null) throw this.#malformed();
    return String.fromCharCode(Number.parseInt(digits[0], 16));
  }

  #scalar() {
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#place)) {
        this.#place += word.length;
        return value;
      }
    }
    if (this.#match(NOT_A_NUMBER)) throw new RefusedError("bad-number", "the document has what is not a number of JSON");
    const found = this.#match(NUMBER);
    if (found === null) throw this.#malformed();
    return this.#number(found);
  }

  #number([text, fraction, exponent]) {
    const number = Number(text);
    const whole = fraction === undefined && exponent === undefined;
    if (whole ? !Number.isSafeInteger(number) : !this.#fractions || !Number.isFinite(number)) {
      throw new RefusedError("bad-number", `the number ${text.slice(0, 20)} is not one that may stand here`);
    }
    return this.#exact && !whole && Number.isInteger(number) ? new Real(number) : number;
  }

  #match(pattern) {
    pattern.lastIndex = this.#place;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#place = pattern.lastIndex;
    return found;
  }

  #skip() {
    for (let code; (code = this.#text.charCodeAt(this.#place)) === 32 || code === 10 || code === 13 || code === 9; ) {
      this.#place += 1;
    }
  }

  #takes(letter) {
    this.#skip();
    if (this.#text[this.#place] !== letter) return false;
    this.#place += 1;
    return true;
  }

  #expect(letter) {
    if (!this.#takes(letter)) throw this.#malformed();
  }

  #malformed() {
    return new RefusedError("malformed-json", `the document is not JSON at character ${this.#place}`);
  }
}
