/** Canonical JSON (RFC 8785): one sequence of bytes for one value; and digests of it. */
import { createHash } from "node:crypto";

export function sha256(data) {
  return createHash("sha256").update(data).digest("hex");
}

/** @param {unknown} value of JSON @returns {string} */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

/** Return the SHA-256 of a value's canonical JSON. */
export function digest(value) {
  return sha256(canonical(value));
}
