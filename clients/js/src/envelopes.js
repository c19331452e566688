/** DSSE envelopes, in the closed profile of the format: no byte of one can change unseen. */
import { Fields } from "./fields.js";
import { MAX_SIGNATURES } from "./limits.js";
import { RefusedError } from "./refusals.js";
import { parse } from "./strict-json.js";

export const STATEMENT_PAYLOAD = "application/vnd.in-toto+json";
export const CHANNEL_PAYLOAD = "application/vnd.promptops.channel+json";
export const KILL_PAYLOAD = "application/vnd.promptops.kill+json";

/**
 * Return the pre-authentication encoding: the bytes that are signed.
 *
 * @param {string} payloadType @param {Uint8Array} payload
 */
export function pae(payloadType, payload) {
  const name = Buffer.from(payloadType);
  return Buffer.concat([Buffer.from(`DSSEv1 ${name.length} `), name, Buffer.from(` ${payload.length} `), payload]);
}

/**
 * Read an envelope; nothing in it is verified.
 *
 * @param {Uint8Array} data @param {number} limit bytes at most @param {string} payloadType what it must hold
 */
export function parseEnvelope(data, limit, payloadType) {
  const fields = new Fields(parse(data, limit), "the envelope");
  fields.close("payload", "payloadType", "signatures");
  const listed = fields.objects("signatures");
  if (listed.length === 0) throw new RefusedError("missing-signature", "the envelope has no signature");
  if (listed.length > MAX_SIGNATURES) throw new RefusedError("too-long", "the envelope has too many signatures");
  const found = fields.text("payloadType");
  const payload = base64(fields.string("payload"));
  const signatures = listed.map(signature);
  if (found !== payloadType) throw new RefusedError("wrong-payload-type", `the envelope does not hold \`${payloadType}\``);
  return { payloadType, payload, signatures };
}

function signature(fields) {
  fields.close("keyid", "sig");
  const sig = base64(fields.string("sig"));
  if (sig.length === 0) throw new RefusedError("missing-signature", "the envelope has an empty signature");
  return { keyid: fields.has("keyid") ? fields.string("keyid") || null : null, sig };
}

/** Decode standard base64 in its one spelling. */
function base64(text) {
  const data = Buffer.from(text, "base64");
  if (data.toString("base64") !== text) {
    throw new RefusedError("malformed-document", "the envelope is not in canonical base64");
  }
  return data;
}
