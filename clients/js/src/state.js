/**
 * What a client saw last of a channel, and how a file keeps it: as the signed documents themselves, so that whoever can
 * write there can forge nothing. At most he takes away the memory, as he could by removing the file.
 */
import { canonical, digest } from "./canonical.js";
import { readChannel, readKill, requireSubject } from "./documents.js";
import { Fields } from "./fields.js";
import { MAX_STATE } from "./limits.js";
import { RefusedError } from "./refusals.js";
import { parse } from "./strict-json.js";

const FORMAT = "promptops-state/1";

/** A state: verified pointer and kill document, the envelopes that said so, and when a pointer was last accepted. */
export const NOTHING_SEEN = Object.freeze({ pointer: null, pointerData: null, checkedAt: null, kill: null, killData: null });

/** Write a state for `loadState`. */
export function dumpState({ pointerData, checkedAt, killData }, root, channel) {
  return written({
    format: FORMAT,
    project: root.project,
    channel,
    roles: roleDigests(root, channel),
    checked_at: checkedAt === null ? null : `${new Date(checkedAt).toISOString().slice(0, 19)}Z`,
    pointer: pointerData === null ? null : Buffer.from(pointerData).toString(),
    kill: killData === null ? null : Buffer.from(killData).toString(),
  });
}

/**
 * Read a state, verifying again all that is in it. What only former keys of a role have signed is forgotten.
 *
 * @throws {RefusedError} `corrupt-state`, or `wrong-project` or `wrong-channel` where it is of another one
 */
export function loadState(data, root, channel) {
  const fields = checked(data);
  requireSubject(fields, root.project, channel);
  const unchanged = canonical(fields.mapping("roles")) === canonical(roleDigests(root, channel));
  const reread = (read, key) => {
    const text = fields.optionalText(key);
    const encoded = text === null ? null : Buffer.from(text);
    const document = encoded === null ? null : readAgain(() => read(root, channel, encoded), unchanged);
    return [document, document === null ? null : encoded];
  };
  const [pointer, pointerData] = reread(readChannel, "pointer");
  const [kill, killData] = reread(readKill, "kill");
  const checkedAt = fields.optionalTime("checked_at");
  return Object.freeze({ pointer, pointerData, checkedAt: pointer === null ? null : checkedAt, kill, killData });
}

/** Return the newer pointer and the newer kill document of two states. */
export function newest(one, other) {
  const { pointer, pointerData, checkedAt } = comparePlaces(other, one) > 0 ? other : one;
  const { kill, killData } = number(other) > number(one) ? other : one;
  return Object.freeze({ pointer, pointerData, checkedAt, kill, killData });
}

/** Refuse a state that knows less than one that was seen: `rolled-back-state`. */
export function requireAtLeast(found, seen) {
  if (comparePlaces(found, seen) < 0 || number(found) < number(seen)) {
    throw new RefusedError("rolled-back-state", "the state is older than what was seen");
  }
}

/** Return the fields of a state of which no byte differs from what was written. */
function checked(data) {
  let value;
  try {
    value = parse(data, MAX_STATE);
  } catch (error) {
    throw corrupt(error);
  }
  const fields = new Fields(value, "the state");
  fields.ofFormat(FORMAT);
  delete value.sha256;
  if (!written(value).equals(data)) throw new RefusedError("corrupt-state", "the state is not as it was written");
  return fields;
}

function written(value) {
  return Buffer.from(canonical({ ...value, sha256: digest(value) }));
}

function readAgain(read, unchanged) {
  try {
    return read();
  } catch (error) {
    if (!unchanged && error instanceof RefusedError) return null;
    throw corrupt(error);
  }
}

function corrupt(error) {
  return error instanceof RefusedError ? new RefusedError("corrupt-state", `the state is refused: ${error.message}`) : error;
}

function roleDigests(root, channel) {
  return Object.fromEntries([`channel:${channel}`, `kill:${channel}`].map((name) => [name, root.roleDigest(name)]));
}

function comparePlaces(one, other) {
  const [left, right] = [one, other].map(({ pointer }) => pointer ?? { epoch: 0, sequence: 0 });
  return left.epoch - right.epoch || left.sequence - right.sequence;
}

function number({ kill }) {
  return kill === null ? 0 : kill.sequence;
}
