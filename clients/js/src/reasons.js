/** Why a decision is as it is: of all reasons that apply, the one that comes first here. */
const PRECEDENCE = ["revoked", "killed", "pinned", "targeted", "split", "default"];

/** Return the reason that takes precedence; null among them is none. */
export function firstOf(reasons) {
  return PRECEDENCE.find((reason) => reasons.includes(reason)) ?? "default";
}
