/** Rendering: programs out of a bundle, made into functions once, and texts made of values. */
import { RenderError } from "./errors.js";
import { Output, StepBuilder } from "./steps.js";

const MAX_INSIDE = 20;

/** The program of one text. A program is data: it is checked as a whole before it runs, and nothing of it becomes code. */
export class Program {
  #run;
  #defaults;

  /**
   * @param {unknown} document what the bundle holds
   * @param {Record<string, unknown>} [defaults] the values of inputs that nobody gives one
   * @throws {import("./errors.js").ProgramError}
   */
  constructor(document, defaults = {}) {
    this.#run = new StepBuilder().block(document);
    this.#defaults = Object.entries(defaults);
  }

  /**
   * Return the text of values of JSON; `find` returns the program of what is included, by full reference.
   *
   * @param {Record<string, unknown>} values @param {(reference: string) => Program} find
   * @throws {RenderError}
   */
  render(values, find) {
    const output = new Output((reference, scope, within) => {
      if (within.depth === MAX_INSIDE) throw new RenderError(`more than ${MAX_INSIDE} texts include each other`);
      within.depth += 1;
      find(reference).#write(scope, within);
      within.depth -= 1;
    });
    try {
      this.#write(Object.assign(Object.create(null), values), output);
      return output.text();
    } catch (error) {
      if (error instanceof RangeError) throw new RenderError("a value is nested too deeply");
      throw error;
    }
  }

  #write(scope, output) {
    for (const [name, value] of this.#defaults) if (scope[name] === undefined) scope[name] = value;
    this.#run(scope, output);
  }
}
