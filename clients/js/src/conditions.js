/** Whom a variant or a stage is for: conditions on the attributes of a session, of a small closed set. */
import { bucket, reaches } from "./buckets.js";
import { RefusedError } from "./refusals.js";
import { compareVersions } from "./versions.js";

const OPERATORS = new Map([
  ["in", (value, listed) => listed.includes(textOf(value))],
  ["not_in", (value, listed) => textOf(value) !== null && !listed.includes(textOf(value))],
  ["starts_with", (value, listed) => listed.some((start) => textOf(value)?.startsWith(start))],
  ["ends_with", (value, listed) => listed.some((end) => textOf(value)?.endsWith(end))],
  ["at_least", (value, least) => isNumber(value) && value >= least],
  ["below", (value, end) => isNumber(value) && value < end],
  ["from_version", (value, least) => (compareVersions(value, least) ?? -1) >= 0],
  ["before_version", (value, end) => (compareVersions(value, end) ?? 1) < 0],
  ["percent", (value, percent, salt) => textOf(value) !== null && reaches(percent, bucket(salt, textOf(value)))],
]);

/**
 * Say whether the attributes of a session meet every one of the declared conditions.
 *
 * @param {Record<string, Record<string, any>>} segment @param {Record<string, unknown>} context @param {string} salt
 */
export function meets(segment, context, salt) {
  return Object.entries(segment).every(([attribute, condition]) => {
    const value = Object.hasOwn(context, attribute) ? context[attribute] : null;
    const values = Array.isArray(value) ? value : [value];
    return values.some((item) => item !== null && item !== undefined && holds(condition, item, `${salt}/${attribute}`));
  });
}

function holds(condition, value, salt) {
  return Object.entries(condition).every(([name, argument]) => {
    const operator = OPERATORS.get(name);
    if (operator === undefined) throw new RefusedError("unsupported-format", `there is no operator \`${name}\``);
    return operator(value, argument, salt);
  });
}

/** Return a value as a text to compare: texts, whole numbers, and booleans as JSON writes them. */
function textOf(value) {
  if (typeof value === "string") return value;
  return typeof value === "boolean" || typeof value === "bigint" || Number.isSafeInteger(value) ? String(value) : null;
}

function isNumber(value) {
  return typeof value === "number" || typeof value === "bigint";
}
