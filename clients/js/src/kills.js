/** What is switched off, by the restrictions of a kill document. */
import { unversioned } from "./resources.js";

export const NOTHING = Object.freeze({
  halted: null,
  disabled: new Map(),
  variants: new Map(),
  caps: new Map(),
  revoked: new Map(),
});

/** Return why a resource is switched off, in this version or any, null when it is not. */
export function whyNot({ disabled }, reference) {
  return disabled.get(reference) ?? disabled.get(unversioned(reference)) ?? null;
}

/** Say whether a variant of a prompt is switched off. */
export function isOff({ variants }, reference, variant) {
  return [reference, unversioned(reference)].some((name) => variants.get(name)?.has(variant));
}
