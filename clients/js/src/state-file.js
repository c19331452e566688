/** The file that remembers, from one run of an application to the next, what was seen last. */
import { readHead, replaceFile } from "./files.js";
import { MAX_STATE } from "./limits.js";
import { withLock } from "./lock-file.js";
import { RefusedError } from "./refusals.js";
import { dumpState, loadState, newest, NOTHING_SEEN, requireAtLeast } from "./state.js";

/**
 * Keeps a state on disk, if there is a path for it; what it says is verified again when it is read. Whoever writes it
 * holds the lock beside it, from before reading what is there.
 */
export class StateFile {
  #path;
  #root;
  #channel;
  #saved = null;

  /** @param {string | null} path */
  constructor(path, root, channel) {
    this.#path = path;
    this.#root = root;
    this.#channel = channel;
  }

  /** Return what was seen last; throws a `RefusedError` where the file is not to be believed. */
  async load() {
    if (this.#path === null) return NOTHING_SEEN;
    let data;
    try {
      data = await readHead(this.#path, MAX_STATE + 1);
    } catch (error) {
      throw new RefusedError("corrupt-state", `the state cannot be read: ${error.message}`);
    }
    return data === null ? NOTHING_SEEN : loadState(data, this.#root, this.#channel);
  }

  /**
   * Write a state where it says something new; return why it could not be written, null where it was. What another
   * process wrote and is newer is kept.
   *
   * @throws {RefusedError} `rolled-back-state`: the file knew less than what this process had written to it; by now it
   *   knows the state that was to be saved
   */
  async save(state) {
    if (this.#path === null || isSame(state, this.#saved)) return null;
    const last = this.#saved;
    let found;
    try {
      await withLock(`${this.#path}.held`, async (confirm) => {
        found = await this.#found();
        state = newest(state, found);
        await replaceFile(this.#path, dumpState(state, this.#root, this.#channel), confirm);
      });
    } catch (error) {
      return error.message;
    }
    this.#saved = state;
    if (last !== null) requireAtLeast(found, last);
    return null;
  }

  async #found() {
    try {
      return await this.load();
    } catch (error) {
      if (error instanceof RefusedError) return NOTHING_SEEN;
      throw error;
    }
  }
}

/** Say whether two states differ in nothing but the time of the last look. */
function isSame(state, saved) {
  return saved !== null && ["pointer", "kill"].every((key) => state[key]?.payloadSha256 === saved[key]?.payloadSha256);
}
