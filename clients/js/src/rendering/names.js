/** Filters, tests and methods of programs: each does what Jinja2's of that name does to values of JSON. */
import { RenderError } from "./errors.js";
import * as texts from "./texts.js";
import {
  bounded, checkItems, checkText, contains, cut, entriesOf, equal, isList, isMapping, isNumber, isReal, isText, isTrue,
  isWhole, item, itemsOf, keysOf, lengthOf, mod, numberIn, numberOf, order, partsOf, sizeOf, textIn, Tuple, UNDEFINED,
  valueOf, wholeIn, wrongType,
} from "./values.js";
import { compared, searched, size, sizes, weight, weights } from "./work.js";
import { jsonOf, textOf } from "./writing.js";

const MAX_INDENT = 16;

/** Join texts of values. */
export function concat(values) {
  const found = values.map(textOf);
  checkText(lengthOf(found));
  return found.join("");
}

function first(value) {
  const [found = UNDEFINED] = itemsOf(value, 1);
  return found;
}

function reversed(value) {
  if (!(isList(value) || isText(value) || value === UNDEFINED || isMapping(value))) throw wrongType(value, "has no order");
  checkItems(sizeOf(value));
  return [...itemsOf(value)].reverse();
}

function attributes(value, attribute) {
  const parts = attribute.split(".").map((part) => (/^[0-9]+$/.test(part) ? Number(part) : part));
  return Array.from(itemsOf(value), (each) => parts.reduce(descend, each));
}

function descend(value, part) {
  if (value === UNDEFINED) throw new RenderError("a value is not what the template takes");
  return item(value, part);
}

function selected(value, wanted, attribute, test, given) {
  if (!isTrue(value)) return [];
  const check = test === undefined ? isTrue : TESTS.get(test).run;
  const found = attributes(value, attribute);
  return Array.from(itemsOf(value)).filter((_, index) => check(found[index], ...given) === wanted);
}

function joined(value, separator = "", attribute = null) {
  const found = Array.from(attribute === null ? itemsOf(value) : attributes(value, attribute), textOf);
  const between = textOf(separator);
  checkText(lengthOf(found) + lengthOf([between]) * found.length);
  return found.join(between);
}

function indented(value, width = 4, atFirst = false, blank = false) {
  const indention = isText(width) ? width : spaces(width);
  const [head, ...others] = texts.lines(`${textIn(value)}\n`);
  checkText(lengthOf([value]) + lengthOf([indention]) * (others.length + 1));
  const rest = others.map((line) => (line !== "" || isTrue(blank) ? `\n${indention}${line}` : "\n"));
  return concat([isTrue(atFirst) ? indention : "", head, ...rest]);
}

function spaces(width) {
  const count = Math.max(0, wholeIn(width));
  checkText(count);
  return " ".repeat(count);
}

function whole(value, otherwise = 0) {
  if (value === UNDEFINED) throw wrongType(value, "is no number");
  const number = isText(value) ? texts.numberWritten(value) : isNumber(value) ? numberOf(value) : null;
  return number === null || Number.isNaN(number) ? otherwise : bounded(Math.trunc(number));
}

function replaced(value, old, by, count = null) {
  const [text, gone, here] = [value, old, by].map(textOf);
  const places = texts.count(text, gone);
  const most = count === null || wholeIn(count) < 0 ? places : Math.min(wholeIn(count), places);
  checkText(lengthOf([text]) + most * (lengthOf([here]) - lengthOf([gone])));
  return texts.replace(text, gone, here, most);
}

function json(value, indent = null) {
  if (indent === null) return jsonOf(value, null);
  const width = wholeIn(indent);
  if (width < 0 || width > MAX_INDENT) throw new RenderError("`tojson` is given an indentation that is too large");
  return jsonOf(value, width);
}

function truncated(value, length = 255, killWords = false, end = "...", leeway = null) {
  const slack = leeway === null ? 5 : numberIn(leeway);
  const most = numberIn(length);
  if (most < sizeOf(end) || slack < 0) throw new RenderError("`truncate` is given a length that is too small");
  if (sizeOf(value) <= most + slack) return value;
  const kept = cut(textIn(value), null, wholeIn(length) - sizeOf(end));
  const place = kept.lastIndexOf(" ");
  return concat([isTrue(killWords) || place === -1 ? kept : kept.slice(0, place), textIn(end)]);
}

function splitText(value, separator = null) {
  const text = textIn(value);
  if (separator !== null && textIn(separator) === "") throw new RenderError("a text is split at nothing");
  const parts = separator === null ? texts.split(text) : text.split(separator);
  checkItems(parts.length);
  return parts;
}

function mappingIn(value) {
  if (isMapping(value)) return value;
  throw wrongType(value, "is no mapping");
}

function pairsOf(value) {
  return entriesOf(mappingIn(value)).map((pair) => Tuple.from(pair));
}

function got(value, key, otherwise = null) {
  const mapping = mappingIn(value);
  return contains(mapping, key) ? valueOf(mapping, key) : otherwise;
}

function remainder(value, number) {
  if (!isNumber(value)) throw wrongType(value, "is no number");
  return numberOf(mod(value, number));
}

const isSequence = (value) => isText(value) || isList(value) || isMapping(value) || value === UNDEFINED;

/** Return the work of going down from each item along an attribute, and of testing what is there. */
function along(value, attribute, ...others) {
  const parts = isText(attribute) ? attribute.split(".").length + 1 : 1;
  return size(value) * parts + (others.length > 0 ? weights(value, ...others) : 0);
}

function joining(value, separator = "", attribute = null) {
  return weight(value) + size(separator) + (attribute === null ? 0 : along(value, attribute));
}

/**
 * Return a function with the least and the most arguments that it takes; `cost` returns the work of reading them, and is
 * null where that is none to speak of.
 */
const named = (run, least = 0, most = 0, cost = null) => ({ run, least, most, cost });
/** The same of a function that takes a value alone. */
const reading = (run, cost) => named(run, 0, 0, cost);

export const FILTERS = new Map(Object.entries({
  capitalize: reading((value) => texts.capitalize(textOf(value)), weights),
  default: named((value, otherwise = "", also = false) => (value === UNDEFINED || (isTrue(also) && !isTrue(value)) ? otherwise : value), 0, 2),
  first: named(first),
  indent: named(indented, 0, 3, weights),
  int: named(whole, 0, 1, sizes),
  items: reading((value) => (value === UNDEFINED ? [] : pairsOf(value)), sizes),
  join: named(joined, 0, 2, joining),
  last: reading((value) => first(reversed(value)), sizes),
  length: named(sizeOf),
  list: reading((value) => [...partsOf(value)], sizes),
  lower: reading((value) => textOf(value).toLowerCase(), weights),
  map: named((value, attribute) => (isTrue(value) ? attributes(value, attribute) : []), 1, 1, along),
  rejectattr: named((value, attribute, test, ...given) => selected(value, false, attribute, test, given), 1, 3, along),
  replace: named(replaced, 2, 3, weights),
  reverse: reading((value) => (isText(value) ? reversed(value).join("") : reversed(value)), sizes),
  selectattr: named((value, attribute, test, ...given) => selected(value, true, attribute, test, given), 1, 3, along),
  string: reading(textOf, weights),
  title: reading((value) => texts.title(textOf(value)), weights),
  tojson: named(json, 0, 1, weights),
  trim: reading((value) => texts.strip(textOf(value)), weights),
  truncate: named(truncated, 0, 4, weights),
  upper: reading((value) => textOf(value).toUpperCase(), weights),
}));

/** Filters with an argument that names an attribute, and which argument that is; a test follows in the last two. */
export const ATTRIBUTE = new Map([["join", 1], ["map", 0], ["rejectattr", 0], ["selectattr", 0]]);

export const TESTS = new Map(Object.entries({
  boolean: named((value) => typeof value === "boolean"),
  defined: named((value) => value !== UNDEFINED),
  divisibleby: named((value, number) => remainder(value, number) === 0, 1, 1),
  eq: named(equal, 1, 1, compared),
  even: named((value) => remainder(value, 2) === 0),
  false: named((value) => value === false),
  float: named(isReal),
  ge: named((value, other) => order(value, other) >= 0, 1, 1, compared),
  gt: named((value, other) => order(value, other) > 0, 1, 1, compared),
  in: named((value, values) => contains(values, value), 1, 1, searched),
  integer: named(isWhole),
  iterable: named(isSequence),
  le: named((value, other) => order(value, other) <= 0, 1, 1, compared),
  lt: named((value, other) => order(value, other) < 0, 1, 1, compared),
  mapping: named(isMapping),
  ne: named((value, other) => !equal(value, other), 1, 1, compared),
  none: named((value) => value === null),
  number: named(isNumber),
  odd: named((value) => remainder(value, 2) === 1),
  sequence: named(isSequence),
  string: reading(isText, weights),
  true: named((value) => value === true),
  undefined: named((value) => value === UNDEFINED),
}));

export const METHODS = new Map(Object.entries({
  endswith: named((value, end) => textIn(value).endsWith(textIn(end)), 1, 1, sizes),
  get: named(got, 1, 2),
  items: reading(pairsOf, sizes),
  keys: reading((value) => keysOf(mappingIn(value)), sizes),
  lower: reading((value) => textIn(value).toLowerCase(), weights),
  replace: named((value, old, by) => replaced(textIn(value), textIn(old), textIn(by)), 2, 2, weights),
  split: named(splitText, 0, 1, sizes),
  startswith: named((value, start) => textIn(value).startsWith(textIn(start)), 1, 1, sizes),
  strip: reading((value) => texts.strip(textIn(value)), weights),
  upper: reading((value) => textIn(value).toUpperCase(), weights),
  values: reading((value) => entriesOf(mappingIn(value)).map(([, each]) => each), sizes),
}));
