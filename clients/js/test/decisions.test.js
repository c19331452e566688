import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { bucket, part } from "../src/buckets.js";
import { meets } from "../src/conditions.js";
import { View } from "../src/decisions.js";
import { ServingError } from "../src/errors.js";
import { localRestrictions } from "../src/index.js";

function published(name) {
  return JSON.parse(readFileSync(new URL(`../../../tests/vectors/decisions/${name}.json`, import.meta.url), "utf-8"));
}

test("buckets", () => {
  for (const { salt, unit, bucket: expected } of published("buckets")) assert.equal(bucket(salt, unit), expected);
});

test("parts", () => {
  for (const { weights, parts } of published("parts")) {
    for (const [place, expected] of parts) assert.equal(part(weights, place), expected ?? -1, `${weights} at ${place}`);
  }
});

test("conditions", () => {
  for (const { segment, context, salt, meets: expected } of published("conditions")) {
    assert.equal(meets(segment, context, salt), expected, JSON.stringify([segment, context]));
  }
});

for (const unit of [undefined, null, "", 7, "\ud800"]) {
  test(`no unit: ${JSON.stringify(unit)}`, () => {
    const view = new View("0".repeat(64), published("decisions").resources);
    assert.throws(() => view.decide("split", { unit }), (thrown) => thrown instanceof ServingError && thrown.code === "wrong-unit");
  });
}

/** Return a decision as the vectors write it: times in seconds, names with underscores. */
function written({ provider, ...decision }) {
  if (provider === null) return { ...decision, provider };
  const { reference, name, timeout, maxAttempts, requestsPerMinute, tokensPerMinute } = provider;
  return {
    ...decision,
    provider: {
      reference,
      name,
      timeout_seconds: timeout === null ? null : timeout / 1000,
      max_attempts: maxAttempts,
      requests_per_minute: requestsPerMinute,
      tokens_per_minute: tokensPerMinute,
    },
  };
}

const { resources: shared, decisions } = published("decisions");
for (const [number, each] of [...decisions, ...published("rollouts")].entries()) {
  const { resources = shared, name, unit, context, pinned, switched_off: off, decision, error } = each;
  test(`decision ${number}: ${name}`, () => {
    const view = new View("0".repeat(64), resources, localRestrictions(Buffer.from(JSON.stringify(off))));
    const decide = () => view.decide(name, { unit, context, pinned });
    if (error === undefined) assert.deepEqual(written(decide()), decision);
    else assert.throws(decide, (thrown) => thrown instanceof ServingError && thrown.code === error);
  });
}
