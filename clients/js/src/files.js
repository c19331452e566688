/** Files: read without waiting for whoever is at the other end of a pipe, written whole and through no link. */
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { open, rename, rm } from "node:fs/promises";

const { O_RDONLY, O_NONBLOCK, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;

/** Return the first bytes of a file, at most so many; null where there is none. */
export async function readHead(path, most) {
  let file;
  try {
    file = await open(path, O_RDONLY | (O_NONBLOCK ?? 0));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
  try {
    return await head(file, most);
  } finally {
    await file.close();
  }
}

async function head(file, most) {
  const found = await file.stat();
  if (!found.isFile()) throw new Error("it is no file");
  const buffer = Buffer.allocUnsafe(Math.min(found.size + 1, most));
  let taken = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, taken, buffer.length - taken, taken);
    taken += bytesRead;
    if (bytesRead === 0 || taken === buffer.length) return buffer.subarray(0, taken);
  }
}

/**
 * Write a file beside its place, under a name that nobody else writes to, to the disk, and put it there.
 *
 * @param {() => Promise<void>} confirm is asked right before it is put there: it throws where that must not be done
 */
export async function replaceFile(path, data, confirm) {
  const half = `${path}.${randomUUID()}`;
  try {
    const file = await open(half, O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), 0o666);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await confirm();
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}
