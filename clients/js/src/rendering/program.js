/** Rendering: programs out of a bundle, made into functions once, and texts made of values. */
import { forget } from "./code-points.js";
import { RenderError } from "./errors.js";
import { Scope } from "./scope.js";
import { Output, StepBuilder } from "./steps.js";
import { Meter } from "./work.js";

const MAX_INSIDE = 20;

/** The program of one text. A program is data: it is checked as a whole before it runs, and nothing of it becomes code. */
export class Program {
  #run;
  #nodes;
  #defaults;

  /**
   * @param {unknown} document what the bundle holds
   * @param {Record<string, unknown>} [defaults] the values of inputs that nobody gives one
   * @throws {import("./errors.js").ProgramError}
   */
  constructor(document, defaults = {}) {
    const builder = new StepBuilder();
    this.#run = builder.block(document);
    this.#nodes = builder.nodes;
    this.#defaults = Object.entries(defaults);
  }

  /**
   * Return the text of values of JSON; `find` returns the program of what is included, by full reference.
   *
   * @param {Record<string, unknown>} values @param {(reference: string) => Program} find
   * @param {Meter} [meter] counts the work
   * @throws {RenderError}
   */
  render(values, find, meter = new Meter()) {
    const output = new Output((reference, scope, within) => {
      if (within.depth === MAX_INSIDE) throw new RenderError(`more than ${MAX_INSIDE} texts include each other`);
      within.depth += 1;
      find(reference).#write(scope, within);
      within.depth -= 1;
    });
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    try {
      this.#write(new Scope(meter, given), output);
      return output.text();
    } catch (error) {
      if (error instanceof RangeError) throw new RenderError("a value is nested too deeply");
      throw error;
    } finally {
      forget();
    }
  }

  #write(scope, output) {
    scope.meter.spend(this.#nodes);
    for (const [name, value] of this.#defaults) if (!scope.has(name)) scope.set(name, value);
    this.#run(scope, output);
  }
}
