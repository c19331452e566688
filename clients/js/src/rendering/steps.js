/** The steps of programs, made into functions that write into an output. */
import { ProgramError, RenderError } from "./errors.js";
import { ExpressionBuilder, LOOP, nameOf, sized } from "./expressions.js";
import { MAX_ITEMS, checkText, isTrue, itemsOf, lengthOf } from "./values.js";
import { textOf } from "./writing.js";

const MAX_INCLUDES = 10_000;

/** The pieces of a text; what has been done is counted for the limits. */
export class Output {
  #pieces = [];
  #size = 0;
  #rounds = 0;
  #includes = 0;
  depth = 0;

  /** @param {(reference: string, scope: object, output: Output) => void} include renders what is included */
  constructor(include) {
    this.include = include;
  }

  write(text) {
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
    if (name === "write") {
      const value = this.#expressions.expression(sized(given, 1)[0]);
      return (scope, output) => output.write(textOf(value(scope)));
    }
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
    return (scope) => {
      scope[name] = value(scope);
    };
  }

  #loop(given) {
    const [targets, items, condition, body, otherwise] = sized(given, 5);
    if (!Array.isArray(targets) || targets.length === 0) throw new ProgramError("it has a loop that binds no name");
    const bind = binder(targets.map(nameOf));
    const through = this.#expressions.expression(items);
    const holds = condition === null ? null : this.#expressions.expression(condition);
    this.#expressions.loops.push(false);
    const block = this.block(body);
    this.#expressions.loops.pop();
    const nothing = this.block(otherwise);
    return (scope, output) => {
      const items = itemsOf(through(scope));
      output.begin(items.length);
      const found = chosen(items, holds, bind, scope);
      if (found.length === 0) nothing(Object.create(scope), output);
      for (const [index, item] of found.entries()) {
        const inner = Object.create(scope);
        inner[LOOP] = { index, length: found.length };
        bind(inner, item);
        block(inner, output);
      }
    };
  }
}

function chosen(items, holds, bind, scope) {
  if (holds === null) return items;
  const inner = Object.create(scope);
  return Array.from(items).filter((item) => {
    bind(inner, item);
    return isTrue(holds(inner));
  });
}

function binder(names) {
  if (names.length === 1) return (scope, item) => { scope[names[0]] = item; };
  return (scope, item) => {
    const parts = itemsOf(item);
    if (parts.length !== names.length) throw new RenderError("a value is not what the template takes");
    for (const [index, name] of names.entries()) scope[name] = parts[index];
  };
}

function inclusion(given) {
  const [written, withContext] = sized(given, 2);
  const reference = nameOf(written);
  if (typeof withContext !== "boolean") throw new ProgramError("it has an include that is none");
  return (scope, output) => {
    output.beginInclude();
    output.include(reference, Object.create(withContext ? scope : null), output);
  };
}
