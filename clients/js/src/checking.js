/** Whether the resources of a verified bundle have the form that serving relies on: judged once, when it is loaded. */
import { isAmount, isDuration } from "./amounts.js";
import { SCHEME } from "./buckets.js";
import { isSegment } from "./conditions.js";
import { isSchema } from "./inputs.js";
import { RefusedError } from "./refusals.js";
import { isNumber, isObject, isText, isWhole } from "./types.js";

/** Keys that hold references, whose places are those of links. */
const LISTS = ["fallbacks", "handoffs", "invokes", "models", "tools"];
/** What the links of a kind lead to, by the key in which they stand; any other leads anywhere. */
const LEADS_TO = new Map([
  ["agent", new Map([["budget", "budget:"], ["model", "model:"], ["prompt", "prompt:"], ["tools", "tool:"]])],
  ["budget", new Map([["models", "model:"], ["parent", "budget:"]])],
  ["model", new Map([["fallbacks", "model:"], ["provider", "provider:"]])],
  ["prompt", new Map([["fallback", "prompt:"], ["model", "model:"], ["tools", "tool:"]])],
]);
const ON_EXCEED = ["block", "degrade", "alert"];
const WINDOWS = ["minute", "hour", "day", "week", "month", "quarter", "year"];
/** A reference may end with as many digits as a whole version may have. */
const MAJOR = /^[0-9]{1,100}$/;

/**
 * Refuse resources that are not of the form that the compiler writes.
 *
 * @param {Record<string, any>} resources by full reference
 * @throws {RefusedError} `malformed-document`, or `unsupported-format` for buckets of another scheme
 */
export function checkResources(resources) {
  for (const [reference, resource] of Object.entries(resources)) {
    if (!isResource(reference, resource)) {
      throw new RefusedError("malformed-document", `\`${shown(reference)}\` in the bundle has a wrong form`);
    }
  }
}

function isResource(reference, resource) {
  if (!isObject(resource)) return false;
  const { attributes, links, programs = {} } = resource;
  const kind = reference.split(":", 1)[0];
  return (
    isObject(attributes) && isText(attributes.name) && isObject(links) && isLeading(links, LEADS_TO.get(kind)) &&
    LISTS.every((key) => isOr(attributes, key, Array.isArray)) &&
    kind === resource.kind && reference.length > kind.length + 1 && isMajor(reference) &&
    isSplit(reference, resource.split ?? null) && isObject(programs) &&
    (!("programs" in resource || kind === "prompt") || isOr(attributes, "inputs", isSchemaOfObject)) &&
    (FORMS.get(kind)?.(attributes) ?? true)
  );
}

function isLeading(links, leadsTo) {
  return Object.entries(links).every(([pointer, target]) => {
    const [key] = pointer.slice(1).split("/", 1);
    return target === null || (isText(target) && target.startsWith(leadsTo?.get(key) ?? ""));
  });
}

function isMajor(reference) {
  const place = reference.indexOf("@");
  return place === -1 || MAJOR.test(reference.slice(place + 1));
}

function isSplit(reference, split) {
  if (split === null) return true;
  if (!isObject(split) || !("scheme" in split)) return false;
  if (split.scheme !== SCHEME) {
    throw new RefusedError("unsupported-format", `\`${shown(reference)}\` is split by an unknown scheme`);
  }
  return isText(split.salt);
}

/** Say whether a key is missing or of a form. */
function isOr(attributes, key, form) {
  return !(key in attributes) || form(attributes[key]);
}

const isSchemaOfObject = (value) => isObject(value) && isSchema(value);
const isFrom = (least) => (value) => isWhole(value) && value >= least;
const isCount = isFrom(0);
const isOrNull = (form) => (value) => value === null || form(value);
const isListOf = (form) => (value) => Array.isArray(value) && value.every(form);
const isUpTo = (most) => (value) => isNumber(value) && value >= 0 && value <= most;

const isMessage = (value) => isObject(value) && isText(value.role);
const isVariant = (value) =>
  isObject(value) && isText(value.name) && isOr(value, "weight", isUpTo(Number.MAX_SAFE_INTEGER)) && isOr(value, "segment", isSegment);
const isStage = (value) => isObject(value) && isOr(value, "percent", isUpTo(100)) && isOr(value, "cohort", isSegment);
const isLimits = (value) =>
  isObject(value) && isOr(value, "max_turns", isCount) && isOr(value, "max_tool_calls", isCount) &&
  isOr(value, "max_cost", isAmount) && isOr(value, "timeout", isDuration);
const isPrice = (value) => isObject(value) && isAmount(value.input) && isOr(value, "output", isAmount) && isFrom(1)(value.per);
const isRetries = (value) => isObject(value) && isOr(value, "max_attempts", isOrNull(isFrom(1)));
const isRate = (value) =>
  isObject(value) && ["requests_per_minute", "tokens_per_minute"].every((key) => isOr(value, key, isOrNull(isFrom(1))));
const isMoney = (value) =>
  isObject(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => key === "tokens" || key === "usd") &&
  isOr(value, "tokens", isCount) && isOr(value, "usd", isAmount);

const FORMS = new Map(Object.entries({
  agent: (attributes) => isOr(attributes, "limits", isLimits),
  budget: (attributes) =>
    isText(attributes.holder) && isMoney(attributes.amount) && isOr(attributes, "on_exceed", (value) => ON_EXCEED.includes(value)) &&
    isOr(attributes, "window", isOrNull((value) => WINDOWS.includes(value))),
  model: (attributes) => isOr(attributes, "id", isText) && isOr(attributes, "price", isOrNull(isPrice)),
  prompt: (attributes) =>
    isOr(attributes, "parameters", isObject) && isOr(attributes, "variants", isListOf(isVariant)) &&
    isOr(attributes, "messages", isOrNull(isListOf(isMessage))),
  provider: (attributes) =>
    isOr(attributes, "timeout", isDuration) && isOr(attributes, "retries", isRetries) && isOr(attributes, "limits", isRate),
  rollout: (attributes) =>
    isOr(attributes, "exposure", isText) && isOr(attributes, "stage", isCount) && isOr(attributes, "stages", isListOf(isStage)) &&
    isOr(attributes, "rollback", isObject),
  tool: (attributes) =>
    isOr(attributes, "description", isText) && isOr(attributes, "parameters", isObject) &&
    isOr(attributes, "reentrancy", (value) => isObject(value) && isOr(value, "max_depth", isCount)),
}));

/** Return a stranger's text as a message may show it: short, and without control characters. */
function shown(text) {
  return [...text].slice(0, 80).join("").replaceAll(/[`\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
