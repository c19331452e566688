/** Verifies and reads promptops bundles; needs nothing but Node's standard library. */
export { Channel } from "./channel.js";
export { localRestrictions } from "./documents.js";
export { CODES, RefusedError } from "./refusals.js";
export { TrustRoot } from "./trust-root.js";
