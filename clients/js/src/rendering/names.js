/** Filters, tests and methods of programs: each does what Jinja2's of that name does to values of JSON. */
import { RenderError } from "./errors.js";
import * as texts from "./texts.js";
import {
  bounded, checkText, contains, entriesOf, equal, isList, isMapping, isNumber, isReal, isText, isTrue, isWhole, item, itemsOf,
  keysOf, lengthOf, mod, numberIn, numberOf, order, sizeOf, textIn, Tuple, UNDEFINED, valueOf, wholeIn, wrongType,
} from "./values.js";
import { jsonOf, textOf } from "./writing.js";

const MAX_INDENT = 16;

/** Join texts of values. */
export function concat(values) {
  const found = values.map(textOf);
  checkText(lengthOf(found));
  return found.join("");
}

function first(value) {
  const [found = UNDEFINED] = itemsOf(value);
  return found;
}

function reversed(value) {
  if (!(isList(value) || isText(value) || value === UNDEFINED || isMapping(value))) throw wrongType(value, "has no order");
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
  const kept = [...textIn(value)].slice(0, wholeIn(length) - sizeOf(end)).join("");
  const place = kept.lastIndexOf(" ");
  return concat([isTrue(killWords) || place === -1 ? kept : kept.slice(0, place), textIn(end)]);
}

function splitText(value, separator = null) {
  const text = textIn(value);
  if (separator === null) return texts.split(text);
  if (textIn(separator) === "") throw new RenderError("a text is split at nothing");
  return text.split(separator);
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

/** Return a function with the least and the most arguments that it takes. */
const named = (run, least = 0, most = 0) => ({ run, least, most });

export const FILTERS = new Map(Object.entries({
  capitalize: named((value) => texts.capitalize(textOf(value))),
  default: named((value, otherwise = "", also = false) => (value === UNDEFINED || (isTrue(also) && !isTrue(value)) ? otherwise : value), 0, 2),
  first: named(first),
  indent: named(indented, 0, 3),
  int: named(whole, 0, 1),
  items: named((value) => (value === UNDEFINED ? [] : pairsOf(value))),
  join: named(joined, 0, 2),
  last: named((value) => first(reversed(value))),
  length: named(sizeOf),
  list: named((value) => [...itemsOf(value)]),
  lower: named((value) => textOf(value).toLowerCase()),
  map: named((value, attribute) => (isTrue(value) ? attributes(value, attribute) : []), 1, 1),
  rejectattr: named((value, attribute, test, ...given) => selected(value, false, attribute, test, given), 1, 3),
  replace: named(replaced, 2, 3),
  reverse: named((value) => (isText(value) ? reversed(value).join("") : reversed(value))),
  selectattr: named((value, attribute, test, ...given) => selected(value, true, attribute, test, given), 1, 3),
  string: named(textOf),
  title: named((value) => texts.title(textOf(value))),
  tojson: named(json, 0, 1),
  trim: named((value) => texts.strip(textOf(value))),
  truncate: named(truncated, 0, 4),
  upper: named((value) => textOf(value).toUpperCase()),
}));

/** Filters with an argument that names an attribute, and which argument that is; a test follows in the last two. */
export const ATTRIBUTE = new Map([["join", 1], ["map", 0], ["rejectattr", 0], ["selectattr", 0]]);

export const TESTS = new Map(Object.entries({
  boolean: named((value) => typeof value === "boolean"),
  defined: named((value) => value !== UNDEFINED),
  divisibleby: named((value, number) => remainder(value, number) === 0, 1, 1),
  eq: named(equal, 1, 1),
  even: named((value) => remainder(value, 2) === 0),
  false: named((value) => value === false),
  float: named(isReal),
  ge: named((value, other) => order(value, other) >= 0, 1, 1),
  gt: named((value, other) => order(value, other) > 0, 1, 1),
  in: named((value, values) => contains(values, value), 1, 1),
  integer: named(isWhole),
  iterable: named(isSequence),
  le: named((value, other) => order(value, other) <= 0, 1, 1),
  lt: named((value, other) => order(value, other) < 0, 1, 1),
  mapping: named(isMapping),
  ne: named((value, other) => !equal(value, other), 1, 1),
  none: named((value) => value === null),
  number: named(isNumber),
  odd: named((value) => remainder(value, 2) === 1),
  sequence: named(isSequence),
  string: named(isText),
  true: named((value) => value === true),
  undefined: named((value) => value === UNDEFINED),
}));

export const METHODS = new Map(Object.entries({
  endswith: named((value, end) => textIn(value).endsWith(textIn(end)), 1, 1),
  get: named(got, 1, 2),
  items: named(pairsOf),
  keys: named((value) => keysOf(mappingIn(value))),
  lower: named((value) => textIn(value).toLowerCase()),
  replace: named((value, old, by) => replaced(textIn(value), textIn(old), textIn(by)), 2, 2),
  split: named(splitText, 0, 1),
  startswith: named((value, start) => textIn(value).startsWith(textIn(start)), 1, 1),
  strip: named((value) => texts.strip(textIn(value))),
  upper: named((value) => textIn(value).toUpperCase()),
  values: named((value) => entriesOf(mappingIn(value)).map(([, each]) => each)),
}));
