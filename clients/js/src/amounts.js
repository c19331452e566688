/** Amounts as bundles hold them: money as decimal texts in USD, durations as texts such as `10m`. */
const AMOUNT = /^([0-9]{1,16})(?:\.([0-9]{1,6}))?$/;
const DURATION = /^([0-9]{1,9})(ms|s|m|h|d|w)$/;
const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

export const isAmount = (value) => typeof value === "string" && AMOUNT.test(value);
export const isDuration = (value) => typeof value === "string" && DURATION.test(value);

/** Return a decimal text in USD in millionths: exactly, where that is a whole number that JavaScript has. */
export function microUsd(text) {
  const [, whole, fraction = ""] = AMOUNT.exec(text);
  return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}

/** Return a duration in milliseconds: exactly, where that is a whole number that JavaScript has. */
export function milliseconds(text) {
  const [, number, unit] = DURATION.exec(text);
  return Number(number) * UNITS[unit];
}
