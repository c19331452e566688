/** The names that have a value at one place of a program, the innermost loop there, and what counts the work. */
import { UNDEFINED } from "./values.js";
import { ITEM } from "./work.js";

export class Scope {
  /** `{index, length}` of the innermost loop that asks for it, null without one. */
  loop = null;
  #names;

  /** @param {import("./work.js").Meter} meter @param {Iterable<[string, unknown]>} [names] */
  constructor(meter, names = []) {
    this.meter = meter;
    this.#names = new Map(names);
  }

  /** Return a copy, whose names are its own from now on. */
  copy() {
    const made = new Scope(this.meter, this.#names);
    made.loop = this.loop;
    return made;
  }

  /** The units of a copy: what counts the work, and the loop, are an item each as well. */
  get work() {
    return ITEM * (this.#names.size + (this.loop === null ? 1 : 2));
  }

  has(name) {
    return this.#names.has(name);
  }

  get(name) {
    const found = this.#names.get(name);
    return found === undefined ? UNDEFINED : found;
  }

  set(name, value) {
    this.#names.set(name, value);
  }
}
