/** Verifies, decides and renders what promptops publishes; needs nothing but Node's standard library. */
export { Channel } from "./channel.js";
export { View } from "./decisions.js";
export { ServingError } from "./errors.js";
export { folder } from "./folder.js";
export { Real } from "./real.js";
export { CODES, RefusedError } from "./refusals.js";
export { localRestrictions } from "./restrictions.js";
export { TrustRoot } from "./trust-root.js";
