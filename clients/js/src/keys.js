/** Public keys: two algorithms, each in one encoding, known by the SHA-256 of their SPKI form. */
import { createHash, createPublicKey, verify } from "node:crypto";

import { RefusedError } from "./refusals.js";

export const ED25519 = "ed25519";
export const P256 = "ecdsa-p256-sha256";

const HEADS = new Map([
  [ED25519, Buffer.from("302a300506032b6570032100", "hex")],
  [P256, Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex")],
]);
const LENGTHS = new Map([[ED25519, 32], [P256, 65]]);
const LONGEST = 1024;

const PEM = /^-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----$/;
const SSH = /^ssh-ed25519 ([A-Za-z0-9+/]+=*)(?: [^\r\n]*)?$/;
const SSH_HEAD = Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0\x20", "latin1");

const P = 2n ** 255n - 19n;
const D = mod(-121665n * power(121666n, P - 2n));
const EIGHTH = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
/** The second coordinates of the eight points whose order divides eight. */
const SMALL_ORDER = new Set([0n, 1n, P - 1n, EIGHTH, P - EIGHTH]);

/** A key that can verify. */
export class PublicKey {
  #key;

  constructor(algorithm, spki) {
    this.algorithm = algorithm;
    this.spki = spki;
    this.keyid = createHash("sha256").update(spki).digest("hex");
    try {
      this.#key = createPublicKey({ key: spki, format: "der", type: "spki" });
    } catch {
      throw new RefusedError("invalid-key", "the key is not a point of its curve");
    }
  }

  /** Say whether a signature has the form of this key's algorithm. */
  fits(signature) {
    if (this.algorithm === ED25519) return signature.length === 64;
    return signature.length > 1 && signature[0] === 0x30 && signature[1] === signature.length - 2;
  }

  /** Say whether this key made the signature over the message. */
  verifies(signature, message) {
    return verify(this.algorithm === ED25519 ? null : "sha256", message, this.#key, signature);
  }
}

/**
 * Return the key of an SPKI PEM text or of an `ssh-ed25519` line.
 *
 * @param {string} text
 * @throws {RefusedError} `unsupported-key`, `invalid-key` or `weak-key`
 */
export function parsePublicKey(text) {
  const stripped = text.trim();
  if (stripped.length <= LONGEST) {
    const pem = PEM.exec(stripped);
    if (pem) return ofSpki(base64(pem[1].replaceAll(/\s/g, "")));
    const line = SSH.exec(stripped);
    if (line) return ofSsh(base64(line[1]));
  }
  throw new RefusedError("unsupported-key", "the key is neither an SPKI PEM text nor an `ssh-ed25519` line");
}

function ofSpki(der) {
  for (const [algorithm, head] of HEADS) {
    if (der.length === head.length + LENGTHS.get(algorithm) && der.subarray(0, head.length).equals(head)) {
      return checked(algorithm, der.subarray(head.length));
    }
  }
  throw new RefusedError("unsupported-key", "the key is neither Ed25519 nor an uncompressed point of P-256");
}

function ofSsh(blob) {
  if (!blob.subarray(0, SSH_HEAD.length).equals(SSH_HEAD)) {
    throw new RefusedError("invalid-key", "the `ssh-ed25519` line holds another key");
  }
  return checked(ED25519, blob.subarray(SSH_HEAD.length));
}

function checked(algorithm, raw) {
  if (algorithm === ED25519) checkEd25519(raw);
  else if (raw[0] !== 4) throw new RefusedError("invalid-key", "the P-256 key is not an uncompressed point");
  return new PublicKey(algorithm, Buffer.concat([HEADS.get(algorithm), raw]));
}

/** Accept the one encoding of a point of the curve that is not of small order: under such a key, one signature fits all. */
function checkEd25519(raw) {
  if (raw.length !== 32) throw new RefusedError("invalid-key", "the Ed25519 key is not of 32 bytes");
  const y = BigInt(`0x${Buffer.from(raw).reverse().toString("hex")}`) & (2n ** 255n - 1n);
  if (y >= P) throw new RefusedError("invalid-key", "the Ed25519 key is not in its one encoding");
  if (SMALL_ORDER.has(y)) throw new RefusedError("weak-key", "the Ed25519 key is of small order");
  if (power(mod((y * y - 1n) * (D * y * y + 1n)), (P - 1n) / 2n) !== 1n) {
    throw new RefusedError("invalid-key", "the Ed25519 key is not a point of the curve");
  }
}

function mod(number) {
  return ((number % P) + P) % P;
}

function power(base, exponent) {
  let found = 1n;
  for (let square = mod(base); exponent > 0n; exponent >>= 1n, square = (square * square) % P) {
    if (exponent & 1n) found = (found * square) % P;
  }
  return found;
}

function base64(text) {
  const data = Buffer.from(text, "base64");
  if (data.toString("base64") !== text) throw new RefusedError("invalid-key", "the key is not base64");
  return data;
}
