/**
 * What a session gets of a prompt. A decision follows from the bundle, what is switched off, the unit and the
 * attributes of the session, and what it is pinned to: from no clock, no chance and no network.
 */
import { ServingError } from "./errors.js";
import { NOTHING, whyNot } from "./kills.js";
import { providerOf } from "./providers.js";
import { firstOf } from "./reasons.js";
import { Resources } from "./resources.js";
import { Rollouts } from "./rollouts.js";
import { Texts } from "./texts.js";
import { isText } from "./types.js";
import { chooseVariant, firstVariant } from "./variants.js";

/** A bundle under what is switched off. */
export class View {
  #resources;
  #restrictions;
  #rollouts;
  #sha256;
  #texts;

  /** @param {string} sha256 of the bundle @param {Record<string, any>} resources as the bundle holds them */
  constructor(sha256, resources, restrictions = NOTHING) {
    this.#sha256 = sha256;
    this.#resources = new Resources(resources);
    this.#restrictions = restrictions;
    this.#rollouts = new Rollouts(this.#resources, restrictions);
    this.#texts = new Texts(this.#resources);
  }

  /**
   * Return the decision about a prompt, by its name, or about an agent.
   *
   * @param {string} name
   * @param {{unit: string, context?: Record<string, unknown>, pinned?: Record<string, string>}} session `pinned` is
   *   the variant by the reference of its prompt
   * @throws {ServingError} there is none of that name, it is switched off and nothing takes its place, or the unit is no text
   */
  decide(name, { unit, context = {}, pinned = {} }) {
    if (!isText(unit) || unit === "" || !unit.isWellFormed()) {
      throw new ServingError("wrong-unit", "the unit of a session must be a text, and valid Unicode");
    }
    const session = { unit, context: { unit, ...context }, pinned };
    const { asked, agent, led } = this.#route(name, session);
    const reference = this.#serving(asked);
    const [index, reasons] = this.#variant(reference, session);
    const models = this.#models(agent, reference, session);
    const killed = reference === asked ? null : "killed";
    const tools = this.#tools(agent, reference, session, killed !== null);
    const reason = firstOf([...led, killed, ...reasons, ...models.reasons, ...tools.reasons]);
    const variant = index === -1 ? null : this.#resources.attributes(reference).variants[index].name;
    const model = models.references[0] ?? null;
    return Object.freeze({
      prompt: reference,
      variant,
      reason,
      model,
      models: models.references.map((each) => this.#modelId(each)),
      provider: model === null ? null : providerOf(this.#resources, model),
      tools: tools.references.map((each) => this.#resources.attributes(each).name),
      stamp: `sha256-${this.#sha256}:${this.#title(reference)}:${variant ?? "-"}:${model?.split(":")[1] ?? "-"}:${reason}`,
    });
  }

  /**
   * Return the text of a decision, or its messages; the inputs are checked against what the prompt declares.
   *
   * @param {{prompt: string, variant: string | null}} decision @param {Record<string, unknown>} [values]
   */
  render({ prompt, variant }, values = {}) {
    const variants = this.#resources.attributes(prompt).variants ?? [];
    return this.#texts.render(prompt, variants.findIndex(({ name }) => name === variant), values);
  }

  /** Return the prompt that a name leads to, the agent whose it is, and the reasons for both. */
  #route(name, session) {
    if (this.#restrictions.halted !== null) throw new ServingError("halted", "the channel is halted");
    if (this.#restrictions.revoked.has(this.#sha256)) throw new ServingError("revoked-bundle", "the bundle is revoked");
    if (name.includes(":") && !/^(?:prompt|agent):/.test(name)) {
      throw new ServingError("unknown-name", `\`${name}\` is neither a prompt nor an agent`);
    }
    const found = this.#resources.find(name);
    const [meant, why] = name.includes("@") ? [found, "default"] : this.#rollouts.lead(found, session);
    if (!meant.startsWith("agent:")) return { asked: meant, agent: null, led: [why] };
    const [asked, other] = this.#rollouts.lead(this.#promptOf(meant), session);
    return { asked, agent: meant, led: [why, other] };
  }

  #promptOf(agent) {
    if (whyNot(this.#restrictions, agent) !== null) throw new ServingError("killed-agent", `\`${agent}\` is switched off`);
    const prompt = this.#resources.link(agent, "/prompt");
    if (prompt === null) throw new ServingError("no-prompt", `\`${agent}\` names no prompt`);
    return prompt;
  }

  /** Return the first of a prompt and its fallbacks that is in service. */
  #serving(reference) {
    const seen = new Set();
    for (let current = reference; current !== null && !seen.has(current); ) {
      if (whyNot(this.#restrictions, current) === null) return current;
      seen.add(current);
      current = this.#resources.link(current, "/fallback");
    }
    throw new ServingError("killed-prompt", `\`${reference}\` is switched off, and nothing takes its place`);
  }

  #variant(reference, session) {
    const declared = this.#resources.attributes(reference).variants ?? [];
    const prompt = { reference, declared, salt: this.#resources.salt(reference), restrictions: this.#restrictions };
    const [index, reasons] = declared.length === 0 ? [-1, []] : chooseVariant(prompt, session);
    if (index !== -1 || hasOwnText(this.#resources.get(reference)) || declared.length === 0) return [index, reasons];
    const instead = firstVariant(prompt);
    if (instead === -1) throw new ServingError("killed-variants", `every variant of \`${reference}\` is switched off`);
    return [instead, reasons];
  }

  #models(agent, reference, session) {
    const declared = (agent && this.#resources.link(agent, "/model")) ?? this.#resources.link(reference, "/model");
    if (declared === null) return { references: [], reasons: [] };
    const [model, why] = this.#rollouts.lead(declared, session);
    const fallbacks = this.#resources.links(model, "fallbacks").filter((each) => each !== model);
    const references = [model, ...fallbacks].filter((each) => whyNot(this.#restrictions, each) === null);
    if (references.length === 0) throw new ServingError("killed-model", `the model \`${model}\` is switched off`);
    return { references, reasons: [why, references[0] === model ? null : "killed"] };
  }

  // The tools of an agent, else of a prompt; a prompt in another's place gets none that it does not name.
  #tools(agent, reference, session, isFallback) {
    const granted = agent === null ? [] : this.#resources.links(agent, "tools");
    const own = this.#resources.links(reference, "tools");
    const named = granted.length === 0 ? own : isFallback ? own.filter((each) => granted.includes(each)) : granted;
    const led = named.map((each) => this.#rollouts.lead(each, session));
    return {
      references: led.map(([each]) => each).filter((each) => whyNot(this.#restrictions, each) === null),
      reasons: led.map(([, why]) => why),
    };
  }

  #modelId(reference) {
    const { id, name } = this.#resources.attributes(reference);
    return id || name;
  }

  #title(reference) {
    const { name, version } = this.#resources.attributes(reference);
    return (version ?? null) === null ? name : `${name}@${version}`;
  }
}

/** Say whether a prompt has a text beside those of its variants. */
function hasOwnText({ text, attributes, programs = {} }) {
  const declared = text !== undefined || "body" in attributes || "messages" in attributes;
  return declared || Object.keys(programs).some((pointer) => !pointer.startsWith("/variants/"));
}
