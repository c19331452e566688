/** The steps of programs, made into functions that write into an output. */
import { ProgramError, RenderError } from "./errors.js";
import { ExpressionBuilder, nameOf, sized } from "./expressions.js";
import { Scope } from "./scope.js";
import { MAX_ITEMS, checkText, isTrue, itemsOf, lengthOf, partsOf } from "./values.js";
import { ITEM, isNested, weight } from "./work.js";
import { textOf } from "./writing.js";

const MAX_INCLUDES = 10_000;

/** The pieces of a text; what has been done is counted for the limits. */
export class Output {
  #pieces = [];
  #size = 0;
  #rounds = 0;
  #includes = 0;
  depth = 0;

  /** @param {(reference: string, scope: Scope, output: Output) => void} include renders what is included */
  constructor(include) {
    this.include = include;
  }

  write(text) {
    if (text === "") return;
    this.#pieces.push(text);
    this.#size += text.length;
    if (this.#size > MAX_ITEMS) this.#weigh();
  }

  begin(rounds) {
    this.#rounds += rounds;
    if (this.#rounds > MAX_ITEMS) throw new RenderError(`its loops have more than ${MAX_ITEMS} rounds`);
  }

  beginInclude() {
    this.#includes += 1;
    if (this.#includes > MAX_INCLUDES) throw new RenderError(`it includes more than ${MAX_INCLUDES} texts`);
  }

  text() {
    this.#weigh();
    return this.#pieces[0];
  }

  /** Refuse a text that has become too long. */
  #weigh() {
    this.#pieces = [this.#pieces.join("")];
    checkText(lengthOf(this.#pieces));
    this.#size = 0;
  }
}

/** Makes functions of the steps of one program. */
export class StepBuilder {
  #expressions = new ExpressionBuilder();

  /** The steps and expressions seen until now. */
  get nodes() {
    return this.#expressions.nodes;
  }

  block(nodes) {
    if (!Array.isArray(nodes)) throw new ProgramError("it has a row of steps that is none");
    const steps = this.#expressions.deeper(() => nodes.map((node) => this.#step(node)));
    return (scope, output) => {
      for (const step of steps) step(scope, output);
    };
  }

  #step(node) {
    if (typeof node === "string") return (_, output) => output.write(node);
    const [name, ...given] = this.#expressions.parts(node);
    if (name === "write") return writing(this.#expressions.expression(sized(given, 1)[0]));
    return this.#expressions.deeper(() => this.#built(name, given));
  }

  #built(name, given) {
    switch (name) {
      case "for": return this.#loop(given);
      case "if": return this.#condition(given);
      case "include": return inclusion(given);
      case "set": return this.#assignment(given);
      default: throw new ProgramError("it has a step that this version does not know");
    }
  }

  #condition(given) {
    if (given.length < 3 || given.length % 2 === 0) throw new ProgramError("it has a condition that is none");
    const branches = [];
    for (let index = 0; index < given.length - 1; index += 2) {
      branches.push([this.#expressions.expression(given[index]), this.block(given[index + 1])]);
    }
    const otherwise = this.block(given.at(-1));
    return (scope, output) => {
      const [, block] = branches.find(([test]) => isTrue(test(scope))) ?? [null, otherwise];
      block(scope, output);
    };
  }

  #assignment(given) {
    const [target, node] = sized(given, 2);
    const name = nameOf(target);
    const value = this.#expressions.expression(node);
    return (scope) => scope.set(name, value(scope));
  }

  #loop(given) {
    const [targets, items, condition, body, otherwise] = sized(given, 5);
    if (!Array.isArray(targets) || targets.length === 0) throw new ProgramError("it has a loop that binds no name");
    const names = targets.map(nameOf);
    const through = this.#expressions.expression(items);
    const before = this.nodes;
    const holds = condition === null ? null : this.#expressions.expression(condition);
    this.#expressions.loops.push(false);
    const block = this.block(body);
    const asked = this.#expressions.loops.pop();
    const work = this.nodes - before + ITEM * names.length;
    return looping({ through, holds, bind: binder(names), block, otherwise: this.block(otherwise), asked, work, fresh: sets(body) });
  }
}

function writing(value) {
  return (scope, output) => {
    const found = value(scope);
    if (isNested(found)) scope.meter.spend(weight(found));
    output.write(textOf(found));
  };
}

/** Return the step of a loop: `work` are the units of one round, and `fresh` says that its body gives values to names. */
function looping({ through, holds, bind, block, otherwise, asked, work, fresh }) {
  return (scope, output) => {
    const items = partsOf(through(scope));
    output.begin(items.length);
    scope.meter.spend(items.length * (work + (fresh ? scope.work : 0)) + scope.work);
    const found = holds === null ? items : chosen(items, holds, bind, scope.copy());
    const inner = scope.copy();
    if (found.length === 0) {
      otherwise(inner, output);
      return;
    }
    const loop = { index: 0, length: found.length };
    if (asked) inner.loop = loop;
    for (const item of found) {
      const here = fresh ? inner.copy() : inner;
      bind(here, item);
      block(here, output);
      loop.index += 1;
    }
  };
}

/** Return the items that a condition holds for. */
function chosen(items, holds, bind, scope) {
  return Array.from(items).filter((item) => {
    bind(scope, item);
    return isTrue(holds(scope));
  });
}

/** Say whether a block gives values to names itself, in whichever branch; a loop in it keeps its own. */
function sets(body) {
  const blocks = (given) => given.filter((_, index) => index % 2 === 1 || index === given.length - 1);
  return body.some((node) => {
    const [name, ...given] = Array.isArray(node) ? node : [];
    return name === "set" || (name === "if" && blocks(given).some(sets));
  });
}

function binder(names) {
  if (names.length === 1) return (scope, item) => scope.set(names[0], item);
  return (scope, item) => {
    const parts = itemsOf(item, names.length + 1);
    if (parts.length !== names.length) throw new RenderError("a value is not what the template takes");
    for (const [index, name] of names.entries()) scope.set(name, parts[index]);
  };
}

function inclusion(given) {
  const [written, withContext] = sized(given, 2);
  const reference = nameOf(written);
  if (typeof withContext !== "boolean") throw new ProgramError("it has an include that is none");
  return (scope, output) => {
    output.beginInclude();
    const inner = withContext ? scope.copy() : new Scope(scope.meter);
    scope.meter.spend(inner.work);
    inner.loop = null;
    output.include(reference, inner, output);
  };
}
