/** The resources of a bundle, by name and by link. */
import { ServingError } from "./errors.js";

export class Resources {
  #held;
  #majors = new Map();

  /** @param {Record<string, any>} held by full reference, of the form that `checkResources` asks for */
  constructor(held) {
    this.#held = held;
    for (const reference of Object.keys(held)) {
      const name = unversioned(reference);
      if (!this.#majors.has(name)) this.#majors.set(name, []);
      this.#majors.get(name).push(reference);
    }
    for (const references of this.#majors.values()) references.sort(byMajor);
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
    return (target ?? null) !== null && Object.hasOwn(this.#held, target) ? target : null;
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
    const found = Object.hasOwn(this.#held, full) ? full : this.majors(full).at(-1);
    if (found === undefined) throw new ServingError("unknown-name", `the bundle has no \`${full}\``);
    return found;
  }
}

export function unversioned(reference) {
  return reference.split("@", 1)[0];
}

/** Return the major version of a reference, -1 for one without; it may have more digits than a number keeps. */
export function majorOf(reference) {
  const major = reference.split("@")[1];
  return major === undefined ? -1n : BigInt(major);
}

function byMajor(left, right) {
  const [one, other] = [majorOf(left), majorOf(right)];
  return Number(one > other) - Number(one < other);
}
