/** The trust file: who may sign what, pinned by the application that reads the store. */
import { digest } from "./canonical.js";
import { pae } from "./envelopes.js";
import { Fields, isChannel } from "./fields.js";
import { parsePublicKey } from "./keys.js";
import { MAX_KEYS, MAX_TRUST } from "./limits.js";
import { RefusedError } from "./refusals.js";
import { parse } from "./strict-json.js";

const OF_CHANNEL = /^(channel|kill):(.*)$/s;

/** What the application trusts, for one project. */
export class TrustRoot {
  #roles;

  constructor(project, roles) {
    this.project = project;
    this.#roles = roles;
  }

  /**
   * Read a trust file.
   *
   * @param {Uint8Array} data @param {number} now in milliseconds since 1970
   */
  static load(data, now) {
    const fields = new Fields(parse(data, MAX_TRUST), "the trust file");
    fields.ofFormat("promptops-trust/1");
    fields.close("format", "project", "expires_at", "keys", "roles");
    const expires = fields.optionalTime("expires_at");
    if (expires !== null && now >= expires) throw new RefusedError("expired-trust", "the trust file has expired");
    const keys = loadedKeys(fields);
    const roles = new Map();
    for (const [name, item] of fields.child("roles").entries()) roles.set(name, loadedRole(name, item, keys));
    return new TrustRoot(fields.text("project"), roles);
  }

  /** Return what tells whether a role is as it was, null where there is none. */
  roleDigest(name) {
    const role = this.#roles.get(name);
    return role === undefined ? null : digest([role.threshold, ...[...role.keys.keys()].sort()]);
  }

  /**
   * Return the payload of an envelope that enough distinct keys of a role have signed.
   *
   * @param {string} name the role @param {() => ReturnType<typeof import("./envelopes.js").parseEnvelope>} read
   */
  verified(name, read) {
    const role = this.#roles.get(name);
    if (role === undefined) throw new RefusedError("missing-role", `the trust file has no role \`${name}\``);
    const envelope = read();
    const message = pae(envelope.payloadType, envelope.payload);
    const signers = new Set(envelope.signatures.flatMap((signature) => makers(signature, message, role.keys)));
    if (signers.size >= role.threshold) return envelope.payload;
    if (signers.size > 0) {
      throw new RefusedError("too-few-signatures", `${signers.size} of ${role.threshold} keys of \`${name}\` have signed`);
    }
    throw this.#explained(envelope.signatures, message, name, role);
  }

  /** Say why not one signature counts, by looking at what else is trusted. */
  #explained(signatures, message, name, role) {
    for (const [other, { keys }] of this.#roles) {
      if (signatures.some((signature) => makers(signature, message, keys).length > 0)) {
        const code = kind(other) === kind(name) ? "wrong-channel-key" : "wrong-role-key";
        return new RefusedError(code, `the signature is by a key of \`${other}\`, not of \`${name}\``);
      }
    }
    const pairs = signatures.flatMap((signature) => candidates(signature, role.keys).map((key) => [signature, key]));
    if (pairs.length === 0) return new RefusedError("unknown-key", `no signature names a key of \`${name}\``);
    if (!pairs.some(([signature, key]) => key.fits(signature.sig))) {
      return new RefusedError("wrong-algorithm", `no signature has the form of a key of \`${name}\``);
    }
    return new RefusedError("bad-signature", `no signature fits a key of \`${name}\` and this document`);
  }
}

function kind(role) {
  return role.split(":", 1)[0];
}

function loadedKeys(fields) {
  const keys = new Map();
  const known = new Set();
  for (const [keyid, item] of fields.child("keys").entries()) {
    item.close("public_key");
    const key = parsePublicKey(item.text("public_key"));
    if (known.has(key.keyid)) throw new RefusedError("duplicate-key", `the key \`${key.keyid}\` stands under two ids`);
    known.add(key.keyid);
    keys.set(keyid, key);
    if (keys.size > MAX_KEYS) throw new RefusedError("too-long", `the trust file has more than ${MAX_KEYS} keys`);
  }
  for (const [keyid, key] of keys) {
    if (keyid !== key.keyid) throw new RefusedError("wrong-key-id", `a key stands under another id than \`${key.keyid}\``);
  }
  return keys;
}

function loadedRole(name, fields, keys) {
  const match = OF_CHANNEL.exec(name);
  if (name !== "bundle" && !(match && isChannel(match[2]))) {
    throw new RefusedError("unknown-field", "the trust file has an unknown role");
  }
  fields.close("keys", "threshold");
  const chosen = new Map();
  for (const keyid of fields.items("keys")) {
    if (!keys.has(keyid)) throw new RefusedError("impossible-role", `the role \`${name}\` names a key that is not there`);
    if (chosen.has(keyid)) throw new RefusedError("duplicate-key", `the role \`${name}\` names a key twice`);
    chosen.set(keyid, keys.get(keyid));
  }
  const threshold = fields.whole("threshold", 1);
  if (threshold > chosen.size) {
    throw new RefusedError("impossible-role", `the role \`${name}\` asks for ${threshold} of ${chosen.size} keys`);
  }
  return { keys: chosen, threshold };
}

/** Return the keys that may have made a signature: the one that it names, or all where it names none. */
function candidates({ keyid }, keys) {
  if (keyid === null) return [...keys.values()];
  return keys.has(keyid) ? [keys.get(keyid)] : [];
}

function makers(signature, message, keys) {
  return candidates(signature, keys).filter((key) => key.fits(signature.sig) && key.verifies(signature.sig, message));
}
