/** The texts of a bundle, rendered by programs that are made ready the first time that they are needed. */
import { ServingError } from "./errors.js";
import { checkInputs, defaultsOf } from "./inputs.js";
import { Program } from "./rendering/program.js";

export class Texts {
  #resources;
  #programs = new Map();

  /** @param {import("./resources.js").Resources} resources */
  constructor(resources) {
    this.#resources = resources;
  }

  /**
   * Return the text of a prompt in one of its variants, or the messages of one that is a conversation.
   *
   * @param {string} reference @param {number} index of the variant, -1 for the prompt's own text
   * @param {Record<string, unknown>} values
   * @returns {string | {role: string, content: string}[]}
   */
  render(reference, index, values) {
    const { attributes, programs = {} } = this.#resources.get(reference);
    checkInputs(reference, attributes.inputs ?? {}, values);
    const own = `/variants/${index}/body`;
    if (index !== -1 && own in programs) return this.#text(reference, own, values);
    if ((attributes.messages ?? null) === null) return this.#text(reference, "/body", values);
    return attributes.messages.map(({ role }, number) => ({
      role,
      content: this.#text(reference, `/messages/${number}/content`, values),
    }));
  }

  #text(reference, pointer, values) {
    return this.#program(reference, pointer).render(values, (included) => this.#program(included, "/body"));
  }

  #program(reference, pointer) {
    const key = `${pointer} ${reference}`;
    if (!this.#programs.has(key)) this.#programs.set(key, this.#made(reference, pointer));
    return this.#programs.get(key);
  }

  #made(reference, pointer) {
    const resource = this.#resources.get(reference);
    const document = resource?.programs?.[pointer];
    if (document === undefined) {
      throw new ServingError("cannot-render", `\`${reference}\` ships no program for \`${pointer}\``);
    }
    return new Program(document, defaultsOf(resource.attributes.inputs ?? {}));
  }
}
