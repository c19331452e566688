/** A store in a folder. */
import { open } from "node:fs/promises";
import { join } from "node:path";

/**
 * Return what reads the files of a folder: at most `limit` + 1 bytes of each, null where there is none.
 *
 * @param {string} root
 * @returns {(path: string, limit: number) => Promise<Uint8Array | null>}
 */
export function folder(root) {
  return async (path, limit) => {
    let file;
    try {
      file = await open(join(root, path));
    } catch (error) {
      if (error.code === "ENOENT") return null;
      throw error;
    }
    try {
      return await head(file, limit + 1);
    } finally {
      await file.close();
    }
  };
}

async function head(file, most) {
  const { size } = await file.stat();
  const buffer = Buffer.allocUnsafe(Math.min(size + 1, most));
  let taken = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, taken, buffer.length - taken, taken);
    taken += bytesRead;
    if (bytesRead === 0 || taken === buffer.length) return buffer.subarray(0, taken);
  }
}
