/** Following a channel: the order of verification, and what was seen last. */
import { View } from "./decisions.js";
import { readBundle, verifyBundle, verifyChannel, verifyKill, verifyStatement } from "./documents.js";
import { ServingError } from "./errors.js";
import { NOTHING } from "./kills.js";
import { CLOCK_TOLERANCE, MAX_KILL, MAX_POINTER, MAX_STATEMENT } from "./limits.js";
import { RefusedError } from "./refusals.js";

/** A client of one channel. What is refused changes nothing. */
export class Channel {
  #root;
  #name;
  #seen = Object.freeze({ pointer: null, kill: null, checkedAt: null });
  #bundle = null;

  /** @param {import("./trust-root.js").TrustRoot} root @param {string} name */
  constructor(root, name) {
    this.#root = root;
    this.#name = name;
  }

  /** The bundle in force, or null. */
  get bundle() {
    return this.#bundle;
  }

  /** What the kill document takes out of service. */
  get restrictions() {
    return this.#seen.kill?.restrictions ?? NOTHING;
  }

  /** What decides and renders: the bundle in force under what is taken out of service now. */
  get view() {
    if (this.#bundle === null) throw new ServingError("nothing-in-force", "no bundle has been accepted yet");
    return new View(this.#bundle.sha256, this.#bundle.resources, this.restrictions);
  }

  /**
   * Follow the store, and return the bundle in force.
   *
   * @param {(path: string, limit: number) => Promise<Uint8Array | null>} read gives a file, at most `limit` + 1 bytes
   *   of it, or null where there is none
   * @param {{now?: number, maxStaleness?: number}} [options] in milliseconds
   */
  async follow(read, { now = Date.now(), maxStaleness = 0 } = {}) {
    const pointer = await this.#pointer(read, now, maxStaleness);
    const kill = await this.#kill(read, pointer.minKillSequence);
    const { sha256 } = pointer.bundle;
    if (kill?.restrictions.revoked.has(sha256)) throw new RefusedError("revoked-bundle", `the bundle \`${sha256}\` is revoked`);
    verifyStatement(this.#root, await required(read, `bundles/${sha256}.dsse.json`, MAX_STATEMENT), sha256);
    const data = await required(read, `bundles/${sha256}.json`, pointer.bundle.size);
    verifyBundle(data, pointer.bundle);
    const said = readBundle(data, this.#root.project, { mayBeEmpty: this.#bundle === null });
    const bundle = Object.freeze({ sha256, ...said });
    this.#seen = Object.freeze({ pointer, kill, checkedAt: now });
    this.#bundle = bundle;
    return bundle;
  }

  /** Look at the kill document alone, as is done where the pointer is refused: it can only take away. */
  async followKill(read) {
    const kill = await this.#kill(read, this.#seen.pointer?.minKillSequence ?? 0);
    this.#seen = Object.freeze({ ...this.#seen, kill });
  }

  async #pointer(read, now, maxStaleness) {
    const data = await required(read, `channels/${this.#name}.json`, MAX_POINTER);
    const { pointer: previous, checkedAt } = this.#seen;
    const pointer = verifyChannel(this.#root, this.#name, data, previous, now, maxStaleness);
    const known = previous !== null && pointer.payloadSha256 === previous.payloadSha256;
    if (known && checkedAt - now > CLOCK_TOLERANCE) {
      throw new RefusedError("clock-set-back", "the clock stands before the time at which this pointer was last accepted");
    }
    return pointer;
  }

  async #kill(read, minSequence) {
    const data = await read(`channels/${this.#name}.kill.json`, MAX_KILL);
    return verifyKill(this.#root, this.#name, data, this.#seen.kill, minSequence);
  }
}

async function required(read, path, limit) {
  const data = await read(path, limit);
  if (data === null) throw new RefusedError("missing-file", `the store has no \`${path}\``);
  return data;
}
