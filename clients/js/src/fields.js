/** Reading a document by a closed set of fields. */
import { RefusedError } from "./refusals.js";

const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;
const DIGEST = /^[0-9a-f]{64}$/;
const CHANNEL = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** One object of a document; every method throws `RefusedError` where a field is not what it should be. */
export class Fields {
  #value;
  #where;

  /** @param {unknown} value @param {string} where its place, in words */
  constructor(value, where) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new RefusedError("malformed-document", `${where} is not an object`);
    }
    this.#value = value;
    this.#where = where;
  }

  /** Refuse every other field. */
  close(...known) {
    for (const key of Object.keys(this.#value)) {
      if (!known.includes(key)) throw new RefusedError("unknown-field", `${this.#where} has an unknown field`);
    }
  }

  /** Refuse another format or version. */
  ofFormat(format) {
    if (this.#value.format !== format) {
      throw new RefusedError("unsupported-format", `${this.#where} is not of format \`${format}\``);
    }
  }

  has(key) {
    return key in this.#value;
  }

  string(key) {
    const value = this.#value[key];
    if (typeof value !== "string") throw this.#malformed(key, "a text");
    return value;
  }

  text(key) {
    const value = this.string(key);
    if (value === "") throw this.#malformed(key, "a text with something in it");
    return value;
  }

  optionalText(key) {
    return (this.#value[key] ?? null) === null ? null : this.text(key);
  }

  whole(key, least) {
    const value = this.#value[key];
    if (!Number.isSafeInteger(value) || value < least) throw this.#malformed(key, `a whole number from ${least} up`);
    return value;
  }

  /** Return a time, in milliseconds since 1970. */
  time(key) {
    const text = this.text(key);
    const found = TIME.test(text) && !text.startsWith("0000") ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(found) || new Date(found).toISOString().slice(0, 19) !== text.slice(0, 19)) {
      throw this.#malformed(key, "a time such as `2026-11-21T10:00:00Z`");
    }
    return found;
  }

  optionalTime(key) {
    return (this.#value[key] ?? null) === null ? null : this.time(key);
  }

  digest(key) {
    const text = this.text(key);
    if (!isDigest(text)) throw this.#malformed(key, "a SHA-256 in hexadecimal");
    return text;
  }

  child(key) {
    return new Fields(this.#value[key], `\`${key}\` of ${this.#where}`);
  }

  /** Return the objects of which this one consists, as pairs of key and `Fields`. */
  entries() {
    return Object.entries(this.#value).map(([key, item]) => [key, new Fields(item, `an item of ${this.#where}`)]);
  }

  /** Return the objects of a field that may be missing. */
  optionalEntries(key) {
    return this.has(key) ? this.child(key).entries() : [];
  }

  items(key) {
    const value = this.#value[key];
    if (!Array.isArray(value)) throw this.#malformed(key, "a list");
    return value;
  }

  objects(key) {
    return this.items(key).map((item) => new Fields(item, `an item of \`${key}\``));
  }

  /** Return an object as it stands. */
  mapping(key) {
    this.child(key);
    return this.#value[key];
  }

  #malformed(key, expected) {
    return new RefusedError("malformed-document", `\`${key}\` of ${this.#where} is not ${expected}`);
  }
}

export function isDigest(text) {
  return DIGEST.test(text);
}

/** Say whether a text may name a channel; it has no dot, so that no channel's file is a kill document. */
export function isChannel(text) {
  return CHANNEL.test(text);
}
