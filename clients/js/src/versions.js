/** Versions of applications, compared as Semantic Versioning 2.0 orders them. */
const MAX_LENGTH = 100;
const VERSION =
  /^v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;
const DIGITS = /^[0-9]+$/;

/** Return a number below, above or equal to 0 as one version comes before the other; null where either is none. */
export function compareVersions(one, other) {
  const [left, right] = [parsed(one), parsed(other)];
  if (left === null || right === null) return null;
  for (let index = 0; index < 3; index += 1) {
    if (left.numbers[index] !== right.numbers[index]) return left.numbers[index] - right.numbers[index];
  }
  return compareBefore(left.before, right.before);
}

function parsed(text) {
  const match = typeof text === "string" && text.length <= MAX_LENGTH ? VERSION.exec(text) : null;
  if (match === null) return null;
  return { numbers: match.slice(1, 4).map((number) => Number(number ?? 0)), before: match[4]?.split(".") ?? null };
}

/** Compare what comes before a release; the release itself is null and comes last. */
function compareBefore(left, right) {
  if (left === null || right === null) return (left === null) - (right === null);
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const order = compareIdentifiers(left[index], right[index]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Numbers come before words. */
function compareIdentifiers(left, right) {
  const numbers = [left, right].map((part) => DIGITS.test(part));
  if (numbers[0] && numbers[1]) return Number(BigInt(left) > BigInt(right)) - Number(BigInt(left) < BigInt(right));
  if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
  return Number(left > right) - Number(left < right);
}
