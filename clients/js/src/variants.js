/** Which of a prompt's variants a session gets. */
import { bucket, part } from "./buckets.js";
import { meets } from "./conditions.js";
import { isOff } from "./kills.js";

/**
 * Return the index of a session's variant, -1 for the prompt's own text, and the reasons for it.
 *
 * @param {{reference: string, declared: any[], salt: string, restrictions: any}} prompt
 * @param {{unit: string, context: Record<string, unknown>, pinned: Record<string, string>}} session
 */
export function chooseVariant({ reference, declared, salt, restrictions }, { unit, context, pinned }) {
  const off = (index) => isOff(restrictions, reference, declared[index].name);
  const reasons = [];
  for (const [candidate, reason] of candidates(reference, declared, salt, context, pinned)) {
    if (!off(candidate)) return [candidate, [...reasons, reason]];
    reasons.push("killed");
  }
  const shares = sharesOf(declared).filter(({ segment }) => segment === undefined || meets(segment, context, salt));
  const found = part(shares.map(({ weight }) => weight), bucket(salt, unit));
  if (found === -1) return [-1, reasons];
  if (!off(shares[found].index)) return [shares[found].index, [...reasons, "split"]];
  const left = shares.map(({ index, weight }) => (off(index) ? 0 : weight));
  const again = part(left, bucket(`${salt}/again`, unit));
  return [again === -1 ? -1 : shares[again].index, [...reasons, "killed"]];
}

/** Give the variant that the session is pinned to, then those for its segments. */
function* candidates(reference, declared, salt, context, pinned) {
  const index = declared.findIndex(({ name }) => name === pinned[reference]);
  if (index !== -1) yield [index, "pinned"];
  for (const [number, { segment, weight }] of declared.entries()) {
    if (segment !== undefined && weight === undefined && meets(segment, context, salt)) yield [number, "targeted"];
  }
}

/** Return the variants that share the sessions by weight. */
function sharesOf(declared) {
  const otherwise = declared.some(({ weight }) => weight !== undefined) ? 0 : 1;
  return declared
    .map(({ weight, segment }, index) => ({ index, weight: weight ?? otherwise, segment, shares: weight ?? !segment }))
    .filter(({ shares }) => shares !== false);
}

/** Return the index of the first variant in service, -1 without one. */
export function firstVariant({ reference, declared, restrictions }) {
  return declared.findIndex(({ name }) => !isOff(restrictions, reference, name));
}
