/** A lock that processes of one machine share: a file that whoever holds the lock has made, and takes away again. */
import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds for which a holder is waited for. */
const PATIENCE = 2000;
/** Milliseconds after which a holder is taken for dead: what is done under a lock takes a few. */
const STALE = 10_000;
const PAUSE = 5;

/**
 * Do something with the lock held.
 *
 * @param {(confirm: () => Promise<void>) => Promise<void>} use is given what throws where the lock was lost meanwhile:
 *   to be called right before what must not be done without it
 */
export async function withLock(path, use) {
  const mine = randomUUID();
  await take(path, mine);
  try {
    await use(async () => {
      if (!(await isHeldBy(path, mine))) throw new Error("the lock was lost to another process");
    });
  } finally {
    if (await isHeldBy(path, mine)) await rm(path, { force: true });
  }
}

async function take(path, mine) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await make(path, mine);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    await breakStale(path);
    if (performance.now() > end) throw new Error("another process holds its lock");
    await pause(PAUSE);
  }
}

async function make(path, mine) {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(mine);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function isHeldBy(path, mine) {
  return (await orNull(readFile(path, "utf-8"))) === mine;
}

/** Take away a lock whose holder is taken for dead; one that somebody has made meanwhile is put back. */
async function breakStale(path) {
  const found = await orNull(stat(path));
  if (found === null || Math.abs(Date.now() - found.mtimeMs) < STALE) return;
  const taken = `${path}.${randomUUID()}`;
  if ((await orNull(rename(path, taken).then(() => true))) === null) return;
  const moved = await stat(taken);
  if (moved.ino !== found.ino || moved.mtimeMs !== found.mtimeMs) await link(taken, path).catch(() => {});
  await rm(taken, { force: true });
}

/** Return what is promised of a file, or null where there is none. */
async function orNull(promised) {
  try {
    return await promised;
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
