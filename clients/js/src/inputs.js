/** Whether what an application passes is what a prompt declares to take: the JSON Schema of an object. */
import { ServingError } from "./errors.js";
import { isNumber, isObject, isText, isTexts } from "./types.js";

const TYPES = new Map(Object.entries({
  string: isText,
  integer: (value) => Number.isInteger(value),
  number: isNumber,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: Array.isArray,
  object: isObject,
}));
const BOUNDS = new Map(Object.entries({
  minimum: (value, bound) => !isNumber(value) || value >= bound,
  maximum: (value, bound) => !isNumber(value) || value <= bound,
  exclusiveMinimum: (value, bound) => !isNumber(value) || value > bound,
  exclusiveMaximum: (value, bound) => !isNumber(value) || value < bound,
  minLength: (value, bound) => !isText(value) || [...value].length >= bound,
  maxLength: (value, bound) => !isText(value) || [...value].length <= bound,
  minItems: (value, bound) => !Array.isArray(value) || value.length >= bound,
  maxItems: (value, bound) => !Array.isArray(value) || value.length <= bound,
}));

/** Say whether every keyword of a schema that is checked is of the form that JSON Schema gives it. */
export function isSchema(schema) {
  if (!isObject(schema)) return true;
  const { type = [], required = [], properties = {}, items, additionalProperties } = schema;
  return (
    (isText(type) || isTexts(type)) && isTexts(required) && (!("enum" in schema) || Array.isArray(schema.enum)) &&
    isObject(properties) && [...BOUNDS.keys()].every((keyword) => !(keyword in schema) || isNumber(schema[keyword])) &&
    [...Object.values(properties), items, additionalProperties].every(isSchema)
  );
}

/** Return the defaults of the inputs that have one. */
export function defaultsOf({ properties = {} }) {
  const declared = Object.entries(properties).filter(([, each]) => isObject(each) && "default" in each);
  return Object.fromEntries(declared.map(([name, each]) => [name, each.default]));
}

/** Refuse values that a prompt does not take. A message names the input, never its value, which may be somebody's. */
export function checkInputs(prompt, schema, values) {
  const found = [...problems(schema, values, "")].slice(0, 5);
  if (found.length > 0) throw new ServingError("wrong-input", `\`${prompt}\` cannot be rendered: ${found.join("; ")}`);
}

function* problems(schema, value, place) {
  if (!isObject(schema)) return;
  const name = place === "" ? "the inputs" : `\`${place}\``;
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => TYPES.get(type)?.(value))) {
    yield `${name} must be of the type ${types.join(" or ")}`;
    return;
  }
  if ("enum" in schema && !schema.enum.some((each) => same(value, each))) yield `${name} is none of those declared`;
  if ("const" in schema && !same(value, schema.const)) yield `${name} is not the one declared`;
  for (const [keyword, holds] of BOUNDS) {
    if (keyword in schema && !holds(value, schema[keyword])) yield `${name} is beyond \`${keyword}\` ${schema[keyword]}`;
  }
  if (isObject(value)) yield* propertyProblems(schema, value, place);
  else if (Array.isArray(value) && "items" in schema) {
    for (const [index, each] of value.entries()) yield* problems(schema.items, each, `${place}[${index}]`);
  }
}

function* propertyProblems({ properties = {}, required = [], additionalProperties = true }, value, place) {
  const inside = place === "" ? "" : `${place}.`;
  for (const name of required) if (!Object.hasOwn(value, name)) yield `\`${inside}${name}\` is missing`;
  for (const [name, each] of Object.entries(value)) {
    if (Object.hasOwn(properties, name)) yield* problems(properties[name], each, inside + name);
    else if (additionalProperties === false) yield `\`${inside}${name}\` is not known`;
    else yield* problems(additionalProperties, each, inside + name);
  }
}

function same(value, other) {
  if (Array.isArray(value) && Array.isArray(other)) {
    return value.length === other.length && value.every((each, index) => same(each, other[index]));
  }
  if (!isObject(value) || !isObject(other)) return value === other;
  const keys = Object.keys(value);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && same(value[key], other[key]));
}
