/** What a kill document may say: every word of it takes something away. */
import { microUsd } from "./amounts.js";
import { Fields, isDigest } from "./fields.js";
import { MAX_KILL } from "./limits.js";
import { RefusedError } from "./refusals.js";
import { parse } from "./strict-json.js";

export const RESTRICTIONS = ["halted", "disabled", "variants", "caps", "revoked"];

/** Return the restrictions of an unsigned, local kill: it can take away only, so that it needs no signature. */
export function localRestrictions(data) {
  const fields = new Fields(parse(data, MAX_KILL), "the local kill");
  fields.close(...RESTRICTIONS);
  return restrictionsOf(fields);
}

/** Refuse a cap above what the budget of that reference declares: a kill document can take away only. */
export function refuseWidening({ caps }, resources) {
  for (const [reference, { tokens, microUsd: cost }] of caps) {
    if (!reference.startsWith("budget:") || !Object.hasOwn(resources, reference)) continue;
    const { tokens: most, usd } = resources[reference].attributes.amount;
    if (exceeds(tokens, most) || exceeds(cost, usd === undefined ? usd : microUsd(usd))) {
      throw new RefusedError("widening-kill", "a cap of the kill document is above what its budget declares");
    }
  }
}

function exceeds(cap, declared) {
  return cap !== null && declared !== undefined && cap > declared;
}

/** Return what is taken out of service: maps from a reference, or the SHA-256 of a bundle, to the reason. */
export function restrictionsOf(fields) {
  return Object.freeze({
    halted: fields.optionalText("halted"),
    disabled: reasons(fields.optionalEntries("disabled")),
    variants: new Map(fields.optionalEntries("variants").map(([ref, item]) => [ref, reasons(item.entries())])),
    caps: new Map(fields.optionalEntries("caps").map(([ref, item]) => [ref, cap(item)])),
    revoked: reasons(fields.optionalEntries("revoked").map(digestKey)),
  });
}

function reasons(entries) {
  for (const [, item] of entries) item.close("reason");
  return new Map(entries.map(([name, item]) => [name, item.text("reason")]));
}

function digestKey([name, item]) {
  if (!isDigest(name)) throw new RefusedError("malformed-document", "a revoked bundle is not named by its SHA-256");
  return [name, item];
}

function cap(fields) {
  fields.close("tokens", "micro_usd");
  const amount = (key) => (fields.has(key) ? fields.whole(key, 0) : null);
  return Object.freeze({ tokens: amount("tokens"), microUsd: amount("micro_usd") });
}
