/** The work of rendering, counted in what operations read and make, so that no program goes on without end. */
import * as codePoints from "./code-points.js";
import { RenderError } from "./errors.js";
import { entriesOf, isList, isMapping, isText, sizeOf } from "./values.js";

/** The most units of one rendering. */
export const MAX_WORK = 64 * 1024 * 1024;
/** The units of an item of a list or mapping; of a code point it is one. */
export const ITEM = 8;
/** To read a text of no more code points is no work to count beside that of the expression. */
const SHORT = 100;

/** Counts the work of one rendering. */
export class Meter {
  spent = 0;

  /** @param {number} units @throws {RenderError} it is too much */
  spend(units) {
    this.spent += units;
    if (this.spent > MAX_WORK) throw new RenderError(`it takes more than ${MAX_WORK} units of work`);
  }
}

export const isNested = (value) => isList(value) || isMapping(value);
/** Say whether a value is a text whose reading is no work. */
export function isShort(value) {
  if (!isText(value) || value.length > 2 * SHORT) return false;
  return value.length <= SHORT || codePoints.count(value) <= SHORT;
}

/** Return the units of a value itself, without what its items hold. */
export function size(value) {
  if (isText(value)) return codePoints.count(value);
  return isNested(value) ? ITEM * sizeOf(value) : 0;
}

export function sizes(...values) {
  return values.reduce((sum, value) => sum + size(value), 0);
}

/** Return the units of a value with all that it holds, each time that it does; a count beyond `MAX_WORK` is cut. */
export function weight(value) {
  if (isText(value)) return codePoints.count(value);
  let found = 0;
  const rest = isNested(value) ? [value] : [];
  while (rest.length > 0 && found <= MAX_WORK) {
    const each = rest.pop();
    found += ITEM * (sizeOf(each) + 1);
    for (const [key, item] of isList(each) ? each.entries() : entriesOf(each)) {
      if (isText(key)) found += codePoints.count(key);
      if (isText(item)) found += codePoints.count(item);
      else if (isNested(item)) rest.push(item);
    }
  }
  return found;
}

export function weights(...values) {
  return values.reduce((sum, value) => sum + weight(value), 0);
}

/** Return the units of finding out how two values stand to each other. */
export function compared(left, right) {
  if (isText(left)) return isText(right) ? lesser(left, right) : 0;
  return isNested(left) && isNested(right) ? weight(left) : 0;
}

/** Return the units of looking for a value among others. */
export function searched(wanted, values) {
  return weight(isMapping(values) ? wanted : values);
}

/** Return the code points of the shorter of two texts; one of twice as many units is not read. */
function lesser(left, right) {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  const least = codePoints.count(short);
  return long.length >= 2 * least ? least : Math.min(least, codePoints.count(long));
}
