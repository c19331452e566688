/** Expressions of programs, made into functions of a scope. Nothing of a program becomes code: it is looked up, once. */
import { ProgramError, RenderError } from "./errors.js";
import { ATTRIBUTE, FILTERS, METHODS, TESTS, concat } from "./names.js";
import * as values from "./values.js";
import { ITEM, compared, isNested, isShort, searched, size, weight } from "./work.js";

const MAX_DEPTH = 64;
const MAX_NODES = 200_000;
const MAX_NAME = 1_000;

/** Comparisons, each with what returns the work of it. */
const COMPARISONS = new Map(Object.entries({
  eq: [values.equal, compared],
  ge: [(left, right) => values.order(left, right) >= 0, compared],
  gt: [(left, right) => values.order(left, right) > 0, compared],
  in: [(left, right) => values.contains(right, left), searched],
  le: [(left, right) => values.order(left, right) <= 0, compared],
  lt: [(left, right) => values.order(left, right) < 0, compared],
  ne: [(left, right) => !values.equal(left, right), compared],
  "not in": [(left, right) => !values.contains(right, left), searched],
}));

const LOOPS = new Map(Object.entries({
  first: ({ index }) => index === 0,
  index: ({ index }) => index + 1,
  index0: ({ index }) => index,
  last: ({ index, length }) => index + 1 === length,
  length: ({ length }) => length,
  revindex: ({ index, length }) => length - index,
  revindex0: ({ index, length }) => length - index - 1,
}));

/** Makes functions of expressions, and counts what it has seen. */
export class ExpressionBuilder {
  #depth = 0;
  /** The steps and expressions seen until now. */
  nodes = 0;
  /** An element for each loop around the expression: whether anything in it asks for `loop`. */
  loops = [];

  expression(node) {
    const [name, ...given] = this.parts(node);
    const build = BUILDERS.get(name);
    if (build === undefined) throw new ProgramError("it has an expression that this version does not know");
    return this.deeper(() => build(this, given));
  }

  /** Return the name and the parts of a step or expression. */
  parts(node) {
    this.nodes += 1;
    if (this.nodes > MAX_NODES) throw new ProgramError("it is too long");
    if (!Array.isArray(node) || typeof node[0] !== "string") {
      throw new ProgramError("it has something that is neither a step nor an expression");
    }
    return node;
  }

  /** Build something that is one level deeper. */
  deeper(build) {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new ProgramError("it is nested too deeply");
    const built = build();
    this.#depth -= 1;
    return built;
  }
}

/** Return arguments of which there must be so many. */
export function sized(given, count) {
  if (given.length !== count) throw new ProgramError("it has a step or an expression with too few or too many parts");
  return given;
}

export function nameOf(value) {
  if (typeof value !== "string" || values.lengthOf([value]) > MAX_NAME) throw new ProgramError("it has a name that is none");
  return value;
}

function known(table, name) {
  const found = table.get(name);
  if (found === undefined) throw new ProgramError("it uses a name that this version does not know");
  return found;
}

function constant(_, given) {
  const [value] = sized(given, 1);
  const plain = value === null || ["boolean", "string"].includes(typeof value) || Number.isSafeInteger(value);
  if (!plain) throw new ProgramError("it has a constant that is none, or not exact");
  return () => value;
}

function real(_, given) {
  const text = nameOf(sized(given, 1)[0]);
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(number)) throw new ProgramError("it has a number that is none");
  const value = values.realOf(number);
  return () => value;
}

function named(_, given) {
  const name = nameOf(sized(given, 1)[0]);
  return (scope) => scope.get(name);
}

function loop(builder, given) {
  const run = LOOPS.get(nameOf(sized(given, 1)[0]));
  if (run === undefined || builder.loops.length === 0) {
    throw new ProgramError("it asks a loop for something that there is not");
  }
  builder.loops[builder.loops.length - 1] = true;
  return (scope) => run(scope.loop);
}

/** Return the expression of a part, by a function that finds it; nothing has a part of what has no value. */
function part(node, value, found) {
  const label = labelOf(node);
  return (scope) => {
    const whole = value(scope);
    if (whole === values.UNDEFINED) throw new RenderError(`${label} is asked for a part and has no value`);
    return found(whole, scope);
  };
}

function get(builder, given) {
  const [node, written] = sized(given, 2);
  const value = builder.expression(node);
  const name = nameOf(written);
  return part(node, value, (whole) => values.get(whole, name));
}

function item(builder, given) {
  const [node, written] = sized(given, 2);
  const value = builder.expression(node);
  const key = builder.expression(written);
  return part(node, value, (whole, scope) => values.item(whole, key(scope)));
}

/** Return how a template writes names with dots between them, for messages. */
function labelOf(node) {
  const dotted = (each) => {
    if (each[0] === "name") return each[1];
    return each[0] === "get" ? `${dotted(each[1])}.${each[2]}` : "…";
  };
  return node[0] === "name" || node[0] === "get" ? `\`${dotted(node)}\`` : "a value";
}

function slice(builder, given) {
  const [node, ...bounds] = sized(given, 3);
  const value = builder.expression(node);
  const [start, stop] = bounds.map((bound) => (bound === null ? () => null : builder.expression(bound)));
  return (scope) => made(scope, values.cut(value(scope), start(scope), stop(scope)));
}

/** Count the work of making a value, and return it. */
function made(scope, value) {
  scope.meter.spend(size(value));
  return value;
}

function compare(builder, given) {
  if (given.length < 3 || given.length % 2 === 0) throw new ProgramError("it has a comparison that is none");
  const first = builder.expression(given[0]);
  const pairs = [];
  for (let index = 1; index < given.length; index += 2) {
    pairs.push([...known(COMPARISONS, given[index]), builder.expression(given[index + 1])]);
  }
  const isFree = pairs.length === 1 && pairs[0][1] === compared && [given[0], given[2]].some(isShortConstant);
  return (scope) => {
    let left = first(scope);
    return pairs.every(([holds, cost, other]) => {
      const right = other(scope);
      if (!isFree) scope.meter.spend(cost(left, right));
      const found = holds(left, right);
      left = right;
      return found;
    });
  };
}

function isShortConstant([name, value]) {
  return name === "const" && (!values.isText(value) || isShort(value));
}

function choose(builder, given) {
  const [condition, value, otherwise] = sized(given, 3);
  const [holds, then] = [builder.expression(condition), builder.expression(value)];
  const other = otherwise === null ? () => values.UNDEFINED : builder.expression(otherwise);
  return (scope) => (values.isTrue(holds(scope)) ? then(scope) : other(scope));
}

function filter(builder, [name, ...given]) {
  const found = known(FILTERS, name);
  const place = ATTRIBUTE.get(name);
  if (place !== undefined && given.length > place + 1) checkConstants(given.slice(place + 1));
  return call(builder, found, given);
}

/** Refuse an attribute, or a test behind it, that is not written out. */
function checkConstants([attribute, ...test]) {
  const isNothing = Array.isArray(attribute) && attribute.length === 2 && attribute[0] === "const" && attribute[1] === null;
  if (!isText(attribute) && !isNothing) throw new ProgramError("it names an attribute that is computed");
  if (test.length > 0 && !(isText(test[0]) && known(TESTS, test[0][1]).least === test.length - 1)) {
    throw new ProgramError("it names a test that is computed");
  }
}

function isText(node) {
  return Array.isArray(node) && node.length === 2 && node[0] === "const" && typeof node[1] === "string";
}

function call(builder, { run, least, most, cost }, given) {
  if (given.length - 1 < least || given.length - 1 > most) throw new ProgramError("it passes too few or too many arguments");
  const parts = given.map((each) => builder.expression(each));
  if (cost === null) return (scope) => run(...parts.map((each) => each(scope)));
  return (scope) => {
    const found = parts.map((each) => each(scope));
    if (found.length === 1 && isShort(found[0])) return run(found[0]);
    scope.meter.spend(cost(...found));
    return made(scope, run(...found));
  };
}

function binary(run) {
  return (builder, given) => {
    const [left, right] = sized(given, 2).map((each) => builder.expression(each));
    return (scope) => run(left, right, scope);
  };
}

const arithmetic = (run) => binary((left, right, scope) => run(left(scope), right(scope)));

const BUILDERS = new Map(Object.entries({
  add: binary((left, right, scope) => made(scope, values.add(left(scope), right(scope)))),
  and: binary((left, right, scope) => {
    const found = left(scope);
    return values.isTrue(found) ? right(scope) : found;
  }),
  choose,
  compare,
  concat: (builder, given) => {
    const parts = given.map((each) => builder.expression(each));
    return (scope) => {
      const found = parts.map((each) => each(scope));
      for (const each of found) if (isNested(each)) scope.meter.spend(weight(each));
      const text = concat(found);
      return isShort(text) ? text : made(scope, text);
    };
  },
  const: constant,
  filter,
  float: real,
  floordiv: arithmetic(values.floordiv),
  get,
  item,
  list: (builder, given) => {
    const parts = given.map((each) => builder.expression(each));
    return (scope) => {
      scope.meter.spend(ITEM * parts.length);
      return parts.map((each) => each(scope));
    };
  },
  loop,
  method: (builder, [name, ...given]) => call(builder, known(METHODS, name), given),
  mod: arithmetic(values.mod),
  mul: arithmetic(values.mul),
  name: named,
  not: (builder, given) => {
    const value = builder.expression(sized(given, 1)[0]);
    return (scope) => !values.isTrue(value(scope));
  },
  or: binary((left, right, scope) => {
    const found = left(scope);
    return values.isTrue(found) ? found : right(scope);
  }),
  slice,
  sub: arithmetic(values.sub),
  test: (builder, [name, ...given]) => call(builder, known(TESTS, name), given),
}));
