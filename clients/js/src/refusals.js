/** Why something is not believed. The codes are those of the format's page. */
export const CODES = Object.freeze([
  "too-long",
  "too-many-values",
  "too-deep",
  "malformed-json",
  "duplicate-field",
  "bad-number",
  "unknown-field",
  "malformed-document",
  "unsupported-format",
  "missing-file",
  "unsupported-key",
  "invalid-key",
  "weak-key",
  "wrong-key-id",
  "duplicate-key",
  "impossible-role",
  "expired-trust",
  "missing-role",
  "wrong-payload-type",
  "missing-signature",
  "unknown-key",
  "wrong-channel-key",
  "wrong-role-key",
  "wrong-algorithm",
  "bad-signature",
  "too-few-signatures",
  "wrong-project",
  "wrong-channel",
  "issued-in-future",
  "expired-pointer",
  "rolled-back-pointer",
  "equivocation",
  "withheld-kill",
  "outdated-kill",
  "rolled-back-kill",
  "widening-kill",
  "revoked-bundle",
  "wrong-statement",
  "tampered-bundle",
  "truncated-bundle",
  "padded-bundle",
  "empty-project",
  "corrupt-state",
  "rolled-back-state",
  "clock-set-back",
]);

/** Something is not believed; what was believed before stays in force. */
export class RefusedError extends Error {
  /**
   * @param {string} code one of `CODES`
   * @param {string} message states the fact
   */
  constructor(code, message) {
    super(message);
    this.name = "RefusedError";
    this.code = code;
  }
}
