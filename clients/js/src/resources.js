/** The resources of a bundle, by name and by link. */
import { SCHEME } from "./buckets.js";
import { ServingError } from "./errors.js";
import { RefusedError } from "./refusals.js";

export class Resources {
  #held;
  #majors = new Map();

  /** @param {Record<string, any>} held by full reference */
  constructor(held) {
    this.#held = held;
    for (const [reference, { split }] of Object.entries(held)) {
      const name = unversioned(reference);
      this.#majors.set(name, [...(this.#majors.get(name) ?? []), reference]);
      if (split !== undefined && split.scheme !== SCHEME) {
        throw new RefusedError("unsupported-format", `\`${reference}\` is split by the unknown scheme \`${split.scheme}\``);
      }
    }
    for (const references of this.#majors.values()) references.sort((left, right) => majorOf(left) - majorOf(right));
  }

  get(reference) {
    return this.#held[reference];
  }

  attributes(reference) {
    return this.#held[reference].attributes;
  }

  /** Return where a reference in a resource leads, null where it leads to nothing that ships. */
  link(reference, pointer) {
    const target = this.#held[reference].links[pointer];
    return target !== undefined && target !== null && target in this.#held ? target : null;
  }

  /** Return where the references of a list lead. */
  links(reference, key) {
    const listed = this.attributes(reference)[key] ?? [];
    return listed.map((_, index) => this.link(reference, `/${key}/${index}`)).filter((target) => target !== null);
  }

  salt(reference) {
    return this.#held[reference].split?.salt ?? reference;
  }

  /** Return the references of all majors of `kind:name`, the lowest first. */
  majors(name) {
    return this.#majors.get(name) ?? [];
  }

  ofKind(kind) {
    return Object.keys(this.#held).filter((reference) => reference.startsWith(`${kind}:`));
  }

  /** Return the full reference of a prompt, or of what a name with a kind names; the highest major where it names none. */
  find(name) {
    const full = name.includes(":") ? name : `prompt:${name}`;
    const found = full in this.#held ? full : this.majors(full).at(-1);
    if (found === undefined) throw new ServingError("unknown-name", `the bundle has no \`${full}\``);
    return found;
  }
}

export function unversioned(reference) {
  return reference.split("@", 1)[0];
}

export function majorOf(reference) {
  const major = reference.split("@")[1];
  return major === undefined ? -1 : Number(major);
}
