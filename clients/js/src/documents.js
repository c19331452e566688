/** The signed documents of a store: pointer, kill document, statement; and the bundle. */
import { sha256 } from "./canonical.js";
import { checkResources } from "./checking.js";
import { CHANNEL_PAYLOAD, KILL_PAYLOAD, STATEMENT_PAYLOAD, parseEnvelope } from "./envelopes.js";
import { Fields } from "./fields.js";
import { CLOCK_TOLERANCE, MAX_BUNDLE, MAX_BUNDLE_DEPTH, MAX_KILL, MAX_POINTER, MAX_STATEMENT } from "./limits.js";
import { RefusedError } from "./refusals.js";
import { RESTRICTIONS, restrictionsOf } from "./restrictions.js";
import { parse } from "./strict-json.js";

const STATEMENT = "https://in-toto.io/Statement/v1";
const PREDICATE = "urn:promptops:predicate:bundle:1";

/** Return a verified pointer; `previous` is the last one that was accepted, or null. Times are in milliseconds. */
export function verifyChannel(root, channel, data, previous, now, maxStaleness = 0) {
  const pointer = readChannel(root, channel, data);
  if (previous !== null) refuseOlderPointer(pointer, previous);
  if (pointer.issuedAt - now > CLOCK_TOLERANCE) {
    throw new RefusedError("issued-in-future", "the pointer was issued later than now");
  }
  if (now >= pointer.expiresAt && now - pointer.expiresAt >= maxStaleness) {
    throw new RefusedError("expired-pointer", "the pointer has expired");
  }
  return pointer;
}

/** Return the pointer that an envelope holds, whatever its place and time: its signatures alone are judged. */
export function readChannel(root, channel, data) {
  const payload = root.verified(`channel:${channel}`, () => parseEnvelope(data, MAX_POINTER, CHANNEL_PAYLOAD));
  const fields = new Fields(parse(payload, MAX_POINTER), "the pointer");
  fields.ofFormat("promptops-channel/1");
  fields.close(
    "format", "project", "channel", "epoch", "sequence", "issued_at", "expires_at", "bundle", "min_kill_sequence",
  );
  requireSubject(fields, root.project, channel);
  const pointer = {
    epoch: fields.whole("epoch", 1),
    sequence: fields.whole("sequence", 1),
    issuedAt: fields.time("issued_at"),
    expiresAt: fields.time("expires_at"),
    bundle: addressOf(fields.child("bundle")),
    minKillSequence: fields.whole("min_kill_sequence", 0),
    payloadSha256: sha256(payload),
  };
  if (pointer.expiresAt <= pointer.issuedAt) {
    throw new RefusedError("malformed-document", "the pointer expires before it is issued");
  }
  return Object.freeze(pointer);
}

function addressOf(fields) {
  fields.close("sha256", "size", "revision");
  const size = fields.whole("size", 1);
  if (size > MAX_BUNDLE) throw new RefusedError("too-long", `the bundle has ${size} bytes, more than ${MAX_BUNDLE}`);
  return Object.freeze({ sha256: fields.digest("sha256"), size, revision: fields.optionalText("revision") });
}

function refuseOlderPointer(pointer, previous) {
  const order = pointer.epoch - previous.epoch || pointer.sequence - previous.sequence;
  if (order < 0) throw new RefusedError("rolled-back-pointer", "the pointer is older than one that was seen");
  if (order === 0 && pointer.payloadSha256 !== previous.payloadSha256) {
    throw new RefusedError("equivocation", "there are two pointers at one place");
  }
}

/** Return a verified kill document, or null where there is none and need be none; `data` is null where it is absent. */
export function verifyKill(root, channel, data, previous, minSequence) {
  if (data === null) {
    if (previous !== null || minSequence > 0) throw new RefusedError("withheld-kill", "there is no kill document");
    return null;
  }
  const kill = readKill(root, channel, data);
  if (previous !== null) refuseOlderKill(kill, previous);
  if (kill.sequence < minSequence) {
    throw new RefusedError("outdated-kill", `the kill document has number ${kill.sequence}, not ${minSequence}`);
  }
  return kill;
}

/** Return the kill document that an envelope holds, whatever its number: its signatures alone are judged. */
export function readKill(root, channel, data) {
  const payload = root.verified(`kill:${channel}`, () => parseEnvelope(data, MAX_KILL, KILL_PAYLOAD));
  const fields = new Fields(parse(payload, MAX_KILL), "the kill document");
  fields.ofFormat("promptops-kill/1");
  fields.close("format", "project", "channel", "sequence", "issued_at", ...RESTRICTIONS);
  requireSubject(fields, root.project, channel);
  return Object.freeze({
    sequence: fields.whole("sequence", 1),
    issuedAt: fields.time("issued_at"),
    restrictions: restrictionsOf(fields),
    payloadSha256: sha256(payload),
  });
}

function refuseOlderKill(kill, previous) {
  if (kill.sequence < previous.sequence) {
    throw new RefusedError("rolled-back-kill", "the kill document is older than one that was seen");
  }
  if (kill.sequence === previous.sequence && kill.payloadSha256 !== previous.payloadSha256) {
    throw new RefusedError("equivocation", `there are two kill documents with number ${kill.sequence}`);
  }
}

/** Refuse a document of another project or channel. */
export function requireSubject(fields, project, channel) {
  if (fields.text("project") !== project) throw new RefusedError("wrong-project", "the document is of another project");
  if (fields.text("channel") !== channel) throw new RefusedError("wrong-channel", "the document is of another channel");
}

/** Return what a verified statement says about the bundle with this SHA-256. */
export function verifyStatement(root, data, bundleSha256) {
  const payload = root.verified("bundle", () => parseEnvelope(data, MAX_STATEMENT, STATEMENT_PAYLOAD));
  const fields = new Fields(parse(payload, MAX_STATEMENT), "the statement");
  fields.close("_type", "subject", "predicateType", "predicate");
  if (fields.text("_type") !== STATEMENT || fields.text("predicateType") !== PREDICATE) {
    throw new RefusedError("unsupported-format", "the statement is of another type");
  }
  requireBundle(fields, bundleSha256);
  const predicate = fields.child("predicate");
  if (predicate.text("project") !== root.project) {
    throw new RefusedError("wrong-project", "the statement is of another project");
  }
  predicate.text("environment");
  predicate.optionalText("revision");
  return fields.mapping("predicate");
}

function requireBundle(fields, bundleSha256) {
  const subjects = fields.objects("subject");
  if (subjects.length !== 1) throw new RefusedError("wrong-statement", "the statement is not about one bundle");
  const [subject] = subjects;
  subject.close("name", "digest");
  const digest = subject.child("digest");
  digest.close("sha256");
  if (digest.digest("sha256") !== bundleSha256 || subject.text("name") !== `bundles/${bundleSha256}.json`) {
    throw new RefusedError("wrong-statement", `the statement is not about the bundle \`${bundleSha256}\``);
  }
}

/** Refuse bytes that are not those of the bundle which the pointer names. */
export function verifyBundle(data, address) {
  if (data.length > address.size) throw new RefusedError("padded-bundle", "the bundle is longer than the pointer says");
  if (data.length < address.size) throw new RefusedError("truncated-bundle", "the bundle is shorter than the pointer says");
  if (sha256(data) !== address.sha256) throw new RefusedError("tampered-bundle", "the bundle is not what was signed");
}

/** Return what a verified bundle says. */
export function readBundle(data, project, { mayBeEmpty = true } = {}) {
  const value = parse(data, MAX_BUNDLE, { depth: MAX_BUNDLE_DEPTH, fractions: true });
  const fields = new Fields(value, "the bundle");
  fields.ofFormat("promptops-bundle/1");
  fields.close("environment", "format", "project", "resources");
  if (fields.text("project") !== project) throw new RefusedError("wrong-project", "the bundle is of another project");
  const resources = fields.mapping("resources");
  if (!mayBeEmpty && Object.keys(resources).length === 0) {
    throw new RefusedError("empty-project", "the bundle holds no resources");
  }
  const environment = fields.text("environment");
  checkResources(resources);
  return Object.freeze({ environment, project, resources });
}
