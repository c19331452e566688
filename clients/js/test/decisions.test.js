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

const { resources, decisions } = published("decisions");
for (const [number, { name, unit, context, pinned, switched_off: off, decision, error }] of decisions.entries()) {
  test(`decision ${number}: ${name}`, () => {
    const view = new View("0".repeat(64), resources, localRestrictions(Buffer.from(JSON.stringify(off))));
    const decide = () => view.decide(name, { unit, context, pinned });
    if (error === undefined) assert.deepEqual({ ...decide() }, decision);
    else assert.throws(decide, (thrown) => thrown instanceof ServingError && thrown.code === error);
  });
}
