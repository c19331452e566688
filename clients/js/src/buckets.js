/** Buckets: which of ten thousand equal parts of all units one unit falls into, the same in every language. */
import { createHash } from "node:crypto";

export const SCHEME = "promptops-bucket/1";
export const BUCKETS = 10_000;

/** @param {string} salt @param {string} unit @returns {number} from 0 to 9,999 */
export function bucket(salt, unit) {
  const digest = createHash("sha256").update(`${SCHEME}\0${salt}\0${unit}`).digest();
  return Number(digest.readBigUInt64BE(0) % BigInt(BUCKETS));
}

/** Return the index of the part that a bucket falls into by weight, -1 where it falls into none. */
export function part(weights, place) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  return weights.findIndex((weight) => {
    reached += weight;
    return weight > 0 && place * total < BUCKETS * reached;
  });
}

/** Say whether a percentage reaches a bucket. */
export function reaches(percent, place) {
  return place * 100 < BUCKETS * percent;
}
