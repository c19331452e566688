/**
 * Values as programs see them: those of JSON, and the one that stands for a name that nobody gave a value.
 *
 * Numbers are whole or real. A number of JavaScript is whole where it has no fraction; a real one without a fraction, such
 * as 1.0, is a `Real`. Mappings are objects or, where the order of keys that look like numbers matters, `Map`s. Texts
 * are sequences of code points.
 */
import { Real } from "../real.js";
import * as codePoints from "./code-points.js";
import { RenderError } from "./errors.js";

/** What a name stands for that nobody gave a value: empty, false, and equal to itself alone. */
export const UNDEFINED = Symbol("undefined");

export const MAX_TEXT = 8 * 1024 * 1024;
export const MAX_ITEMS = 1_000_000;
export const LARGEST = Number.MAX_SAFE_INTEGER;

/** A list that nothing is added to, as `items()` gives them: equal to its like alone. */
export class Tuple extends Array {}

export const isWhole = (value) => typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
export const isReal = (value) => value instanceof Real || (typeof value === "number" && !Number.isInteger(value));
/** Booleans are numbers, as in Python. */
export const isNumber = (value) => typeof value === "boolean" || isWhole(value) || isReal(value);
export const isText = (value) => typeof value === "string";
export const isList = (value) => Array.isArray(value);
export const isMapping = (value) =>
  value instanceof Map || (typeof value === "object" && value !== null && !isList(value) && !(value instanceof Real));

/** Return the value of a number. */
export const numberOf = (value) => (value instanceof Real ? value.value : Number(value));
export const realOf = (number) => (Number.isInteger(number) ? new Real(number) : number);

export const keysOf = (mapping) => (mapping instanceof Map ? [...mapping.keys()] : codePoints.keysOf(mapping));
export const entriesOf = (mapping) => (mapping instanceof Map ? [...mapping] : Object.entries(mapping));
export const has = (mapping, key) => isText(key) && (mapping instanceof Map ? mapping.has(key) : Object.hasOwn(mapping, key));
export const valueOf = (mapping, key) => (mapping instanceof Map ? mapping.get(key) : mapping[key]);

export function wrongType(value, what) {
  return new RenderError(`a value of the type \`${typeName(value)}\` ${what}`);
}

function typeName(value) {
  if (value === UNDEFINED) return "undefined";
  if (isList(value)) return "list";
  return isNumber(value) ? "number" : typeof value;
}

export function isTrue(value) {
  if (value === UNDEFINED || value === null) return false;
  if (isNumber(value)) return numberOf(value) !== 0;
  if (isText(value) || isList(value)) return value.length > 0;
  return countOf(value) > 0;
}

export function sizeOf(value) {
  if (value === UNDEFINED) return 0;
  if (isText(value)) return codePoints.length(value);
  if (isList(value)) return value.length;
  if (isMapping(value)) return countOf(value);
  throw wrongType(value, "has no length");
}

const countOf = (mapping) => (mapping instanceof Map ? mapping.size : codePoints.keysOf(mapping).length);

/** Return what a value consists of, or so many parts from its beginning. */
export function itemsOf(value, most = Infinity) {
  if (isList(value)) return value;
  if (isText(value)) return Array.from(most < value.length ? codePoints.part(value, 0, most) : value);
  if (value === UNDEFINED) return [];
  if (isMapping(value)) return keysOf(value);
  throw wrongType(value, "cannot be gone through");
}

/** Return what a loop goes through; a text is taken apart into no more than a list may have. */
export function partsOf(value) {
  if (isText(value)) checkItems(sizeOf(value));
  return itemsOf(value);
}

/** Refuse a list that would have so many items. */
export function checkItems(count) {
  if (count > MAX_ITEMS) throw new RenderError(`a list would have more than ${MAX_ITEMS} items`);
}

export function textIn(value) {
  if (isText(value)) return value;
  throw wrongType(value, "is no text");
}

export function numberIn(value) {
  if (isNumber(value)) return numberOf(value);
  throw wrongType(value, "is no number");
}

export function wholeIn(value) {
  if (isWhole(value) || typeof value === "boolean") return Number(value);
  throw wrongType(value, "is no whole number");
}

export function lengthOf(texts) {
  return texts.reduce((sum, text) => sum + codePoints.count(text), 0);
}

/** Refuse a text that would have so many code points. */
export function checkText(size) {
  if (size > MAX_TEXT) throw new RenderError(`it would have more than ${MAX_TEXT} characters`);
}

/** Return the part of a mapping by its name; of anything else there is none. */
export function get(value, name) {
  if (value === UNDEFINED) return null;
  return isMapping(value) && has(value, name) ? valueOf(value, name) : UNDEFINED;
}

/** Return the item of a mapping, list or text; null where nothing has a value that could have one. */
export function item(value, key) {
  if (value === UNDEFINED) return null;
  if (isMapping(value)) return has(value, key) ? valueOf(value, key) : UNDEFINED;
  if (!(isList(value) || isText(value)) || !(isWhole(key) || typeof key === "boolean")) return UNDEFINED;
  const place = Number(key);
  if (isText(value)) return codePoints.part(value, place, place === -1 ? Infinity : place + 1) || UNDEFINED;
  const found = value.at(place);
  return found === undefined ? UNDEFINED : found;
}

/** Return a part of a list or text. */
export function cut(value, start, stop) {
  const [from, to] = [start, stop].map((bound) => (bound === null ? undefined : wholeIn(bound)));
  if (isText(value)) return codePoints.part(value, from, to);
  if (isList(value)) return value.slice(from, to);
  throw wrongType(value, "has no parts in a row");
}

export function equal(left, right) {
  if (isNumber(left) && isNumber(right)) return numberOf(left) === numberOf(right);
  if (isList(left) && isList(right)) {
    const alike = left instanceof Tuple === right instanceof Tuple && left.length === right.length;
    return alike && left.every((each, index) => equal(each, right[index]));
  }
  if (isMapping(left) && isMapping(right)) {
    const keys = keysOf(left);
    return keys.length === keysOf(right).length && keys.every((key) => has(right, key) && equal(valueOf(left, key), valueOf(right, key)));
  }
  return left === right;
}

/** Return below, above or equal to 0 as one value comes before the other; NaN where a number is none. */
export function order(left, right) {
  if (isNumber(left) && isNumber(right)) return compareNumbers(numberOf(left), numberOf(right));
  if (isText(left) && isText(right)) return orderTexts(left, right);
  if (isList(left) && isList(right) && left instanceof Tuple === right instanceof Tuple) {
    const index = left.findIndex((each, place) => place >= right.length || !equal(each, right[place]));
    if (index === -1) return left.length - right.length;
    return index < right.length ? order(left[index], right[index]) : 1;
  }
  throw wrongType(left, "has no order with the other one");
}

function compareNumbers(left, right) {
  if (left === right) return 0;
  return left < right ? -1 : left > right ? 1 : Number.NaN;
}

/** Compare texts by code points; UTF-16 would put those beyond 0xFFFF before some others. */
export function orderTexts(left, right) {
  const shorter = Math.min(left.length, right.length);
  let place = 0;
  while (place < shorter && left.charCodeAt(place) === right.charCodeAt(place)) place += 1;
  return place === shorter ? left.length - right.length : rank(left.charCodeAt(place)) - rank(right.charCodeAt(place));
}

/** Put halves of surrogate pairs behind all that is no half. */
function rank(unit) {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

export function contains(values, value) {
  if (isText(values)) return values.includes(textIn(value));
  if (isMapping(values)) {
    if (isList(value) || isMapping(value)) throw wrongType(value, "is no key");
    return has(values, value);
  }
  return itemsOf(values).some((each) => equal(each, value));
}

export function add(left, right) {
  if (isText(left) && isText(right)) {
    checkText(lengthOf([left, right]));
    return left + right;
  }
  if (isPlainList(left) && isPlainList(right)) {
    checkItems(left.length + right.length);
    return [...left, ...right];
  }
  return arithmetic(left, right, (one, other) => one + other);
}

const isPlainList = (value) => isList(value) && !(value instanceof Tuple);

export const sub = (left, right) => arithmetic(left, right, (one, other) => one - other);
export const mul = (left, right) => arithmetic(left, right, (one, other) => one * other);
export const mod = (left, right) => arithmetic(left, right, (one, other) => divided(one, other)[1]);
export const floordiv = (left, right) => arithmetic(left, right, (one, other) => divided(one, other)[0]);

function arithmetic(left, right, run) {
  for (const value of [left, right]) if (!isNumber(value)) throw wrongType(value, "is no number");
  const number = run(numberOf(left), numberOf(right));
  if (isReal(left) || isReal(right)) return realOf(number);
  return bounded(number);
}

/** Return a whole number that every language knows exactly; there is no whole -0. */
export function bounded(number) {
  if (Math.abs(number) > LARGEST) throw new RenderError(`a number is larger than ${LARGEST}`);
  return number + 0;
}

/** Return quotient and remainder, rounded down, so that the remainder has the sign of the divisor. */
function divided(left, right) {
  if (right === 0) throw new RenderError("a number is divided by zero");
  let rest = left % right;
  let quotient = (left - rest) / right;
  if (rest !== 0 && rest < 0 !== right < 0) {
    rest += right;
    quotient -= 1;
  }
  if (rest === 0) rest = right < 0 ? -0 : 0;
  const down = Math.floor(quotient);
  return [quotient - down > 0.5 ? down + 1 : down, rest];
}
