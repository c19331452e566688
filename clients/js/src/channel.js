/** Following a channel: the order of verification, and what was seen last. */
import { View } from "./decisions.js";
import { readBundle, verifyBundle, verifyChannel, verifyKill, verifyStatement } from "./documents.js";
import { ServingError } from "./errors.js";
import { NOTHING } from "./kills.js";
import { CLOCK_TOLERANCE, MAX_KILL, MAX_POINTER, MAX_STATEMENT } from "./limits.js";
import { RefusedError } from "./refusals.js";
import { refuseWidening } from "./restrictions.js";
import { StateFile } from "./state-file.js";

/** @typedef {(path: string, limit: number) => Promise<Uint8Array | null>} Read gives a file of the store, at most
 * `limit` + 1 bytes of it, or null where there is none */

/** A client of one channel. What is refused changes nothing, save that a kill document counts whatever else is refused. */
export class Channel {
  #root;
  #name;
  #memory;
  #seen = null;
  #bundle = null;
  #view = null;
  #last = Promise.resolve();
  /** Why what was seen last could not be written to the state file, null where it was. */
  unsaved = null;

  /**
   * @param {import("./trust-root.js").TrustRoot} root
   * @param {string} name
   * @param {{state?: string | null}} [options] `state` is the path of a file in which is remembered what was seen, so that
   *   a restart cannot be led back
   */
  constructor(root, name, { state = null } = {}) {
    this.#root = root;
    this.#name = name;
    this.#memory = new StateFile(state, root, name);
  }

  /** The bundle in force, or null. */
  get bundle() {
    return this.#bundle;
  }

  /** What the kill document takes out of service. */
  get restrictions() {
    return this.#seen?.kill?.restrictions ?? NOTHING;
  }

  /** What decides and renders: the bundle in force under what is taken out of service now. */
  get view() {
    if (this.#bundle === null) throw new ServingError("nothing-in-force", "no bundle has been accepted yet");
    this.#view ??= new View(this.#bundle.sha256, this.#bundle.resources, this.restrictions);
    return this.#view;
  }

  /**
   * Follow the store, after whoever is following it, and return the bundle in force.
   *
   * @param {Read} read
   * @param {{now?: number, maxStaleness?: number}} [options] in milliseconds
   * @throws {RefusedError}
   */
  follow(read, { now = Date.now(), maxStaleness = 0 } = {}) {
    const done = this.#last.then(() => this.#follow(read, now, maxStaleness));
    this.#last = done.catch(() => {});
    return done;
  }

  async #follow(read, now, maxStaleness) {
    this.#seen ??= await this.#memory.load();
    let refused = null;
    try {
      await this.#move(read, now, maxStaleness);
    } catch (error) {
      refused = error;
      await this.#takeAway(read);
    }
    this.unsaved = await this.#memory.save(this.#seen);
    if (refused !== null) throw refused;
    return this.#bundle;
  }

  async #move(read, now, maxStaleness) {
    const { pointer, pointerData } = await this.#pointer(read, now, maxStaleness);
    const { kill, killData } = await this.#kill(read, pointer.minKillSequence);
    const { sha256 } = pointer.bundle;
    if (kill?.restrictions.revoked.has(sha256)) throw new RefusedError("revoked-bundle", `the bundle \`${sha256}\` is revoked`);
    const bundle = this.#bundle?.sha256 === sha256 ? this.#bundle : await this.#loaded(read, pointer.bundle);
    if (kill !== null && kill.payloadSha256 !== this.#seen.kill?.payloadSha256) {
      refuseWidening(kill.restrictions, bundle.resources);
    }
    this.#accept({ pointer, pointerData, checkedAt: now, kill, killData }, bundle);
  }

  /** Follow the kill document alone, where the pointer or its bundle is refused: it can only take away. */
  async #takeAway(read) {
    try {
      const { kill, killData } = await this.#kill(read, this.#seen.pointer?.minKillSequence ?? 0);
      if (kill !== null && this.#bundle !== null) refuseWidening(kill.restrictions, this.#bundle.resources);
      this.#accept({ ...this.#seen, kill, killData }, this.#bundle);
    } catch {
      // Why it is refused, or what else is, is told already.
    }
  }

  #accept(seen, bundle) {
    const isOther = bundle !== this.#bundle || seen.kill?.payloadSha256 !== this.#seen.kill?.payloadSha256;
    if (isOther) this.#view = null;
    this.#seen = Object.freeze(seen);
    this.#bundle = bundle;
  }

  async #pointer(read, now, maxStaleness) {
    const pointerData = await required(read, `channels/${this.#name}.json`, MAX_POINTER);
    const { pointer: previous, checkedAt } = this.#seen;
    const pointer = verifyChannel(this.#root, this.#name, pointerData, previous, now, maxStaleness);
    const known = previous !== null && pointer.payloadSha256 === previous.payloadSha256;
    if (known && checkedAt !== null && checkedAt - now > CLOCK_TOLERANCE) {
      throw new RefusedError("clock-set-back", "the clock stands before the time at which this pointer was last accepted");
    }
    return { pointer, pointerData };
  }

  async #kill(read, minSequence) {
    const killData = await read(`channels/${this.#name}.kill.json`, MAX_KILL);
    return { kill: verifyKill(this.#root, this.#name, killData, this.#seen.kill, minSequence), killData };
  }

  async #loaded(read, address) {
    const { sha256, size } = address;
    verifyStatement(this.#root, await required(read, `bundles/${sha256}.dsse.json`, MAX_STATEMENT), sha256);
    const data = await required(read, `bundles/${sha256}.json`, size);
    verifyBundle(data, address);
    const said = readBundle(data, this.#root.project, { mayBeEmpty: this.#seen.pointer === null });
    return Object.freeze({ sha256, ...said });
  }
}

async function required(read, path, limit) {
  const data = await read(path, limit);
  if (data === null) throw new RefusedError("missing-file", `the store has no \`${path}\``);
  return data;
}
