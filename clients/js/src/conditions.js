/** Whom a variant or a stage is for: conditions on the attributes of a session, of a small closed set. */
import { bucket, reaches } from "./buckets.js";
import { isNumber, isObject, isTexts } from "./types.js";
import { compareVersions } from "./versions.js";

/** What operators say of a value of the session, and what the argument that a bundle gives them must be. */
const OPERATORS = new Map([
  ["in", [(value, listed) => listed.includes(textOf(value)), isTexts]],
  ["not_in", [(value, listed) => textOf(value) !== null && !listed.includes(textOf(value)), isTexts]],
  ["starts_with", [(value, listed) => listed.some((start) => textOf(value)?.startsWith(start)), isTexts]],
  ["ends_with", [(value, listed) => listed.some((end) => textOf(value)?.endsWith(end)), isTexts]],
  ["at_least", [(value, least) => isReckoned(value) && value >= least, isNumber]],
  ["below", [(value, end) => isReckoned(value) && value < end, isNumber]],
  ["from_version", [(value, least) => (compareVersions(value, least) ?? -1) >= 0, () => true]],
  ["before_version", [(value, end) => (compareVersions(value, end) ?? 1) < 0, () => true]],
  ["percent", [(value, percent, salt) => textOf(value)?.isWellFormed() && reaches(percent, bucket(salt, textOf(value))), isNumber]],
]);

/** Say whether a bundle may hold this in the place of a segment or cohort. */
export function isSegment(value) {
  const isArgument = ([name, argument]) => OPERATORS.get(name)?.[1](argument) ?? false;
  return isObject(value) && Object.values(value).every((each) => isObject(each) && Object.entries(each).every(isArgument));
}

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
    const [operator] = OPERATORS.get(name);
    return operator(value, argument, salt);
  });
}

/** Return a value as a text to compare: texts, whole numbers, and booleans as JSON writes them. */
function textOf(value) {
  if (typeof value === "string") return value;
  return typeof value === "boolean" || typeof value === "bigint" || Number.isSafeInteger(value) ? String(value) : null;
}

function isReckoned(value) {
  return typeof value === "number" || typeof value === "bigint";
}
