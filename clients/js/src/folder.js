/** A store in a folder. */
import { join } from "node:path";

import { readHead } from "./files.js";

/**
 * Return what reads the files of a folder: at most `limit` + 1 bytes of each, null where there is none.
 *
 * @param {string} root
 * @returns {(path: string, limit: number) => Promise<Uint8Array | null>}
 */
export function folder(root) {
  return (path, limit) => readHead(join(root, path), limit + 1);
}
