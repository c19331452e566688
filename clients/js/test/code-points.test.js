import assert from "node:assert/strict";
import { test } from "node:test";

import { count, length, part } from "../src/rendering/code-points.js";
import { Program } from "../src/rendering/program.js";
import { numberWritten, strip } from "../src/rendering/texts.js";
import { orderTexts } from "../src/rendering/values.js";

const TEXTS = ["", "a", "a\u{1f600}b", "\u{1f600}".repeat(40) + "x".repeat(40), "x".repeat(120), "\u{1f600}a".repeat(90)];
const BOUNDS = [-200, -101, -3, -1, 0, 1, 2, 50, 99, 101, 500, Infinity];

test("long and short texts are counted and cut by code points", () => {
  for (const text of TEXTS) {
    const letters = Array.from(text);
    assert.deepEqual([count(text), length(text)], [letters.length, letters.length]);
    for (const from of BOUNDS) {
      for (const to of BOUNDS) assert.equal(part(text, from, to), letters.slice(from, to).join(""), `${text} ${from} ${to}`);
    }
  }
});

test("texts are ordered by code points", () => {
  const ordered = ["", "a", "ab", "b", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10000}a", "\u{1f600}"];
  for (const [place, left] of ordered.entries()) {
    for (const [other, right] of ordered.entries()) {
      assert.equal(Math.sign(orderTexts(left, right)), Math.sign(place - other), `${left} ${right}`);
    }
  }
});

/** Fail where something takes more than seconds: each of these would take hours if it read all of a text every time. */
function soon(run) {
  const began = process.cpuUsage();
  const found = run();
  const { user, system } = process.cpuUsage(began);
  assert.ok(user + system < 5_000_000, `${user + system} µs`);
  return found;
}

const LONG = "\u{1f600}".repeat(1_000_000);
const WIDE = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key ${index}`, index]));
for (const [name, expression] of Object.entries({
  "the length of a text": ["filter", "length", ["name", "text"]],
  "an item of a text": ["item", ["name", "text"], ["const", -1]],
  "the first of a text": ["filter", "first", ["name", "text"]],
  "the order of a text": ["compare", ["name", "text"], "lt", ["const", "z"]],
  "the length of a mapping": ["filter", "length", ["name", "wide"]],
  "the first of a mapping": ["filter", "first", ["name", "wide"]],
  "whether a mapping is empty": ["not", ["name", "wide"]],
})) {
  test(`no more work than is counted: ${name}`, () => {
    const program = new Program([["for", ["i"], ["name", "rounds"], null, [["if", expression, [], []]], []]]);
    const values = { text: LONG, wide: WIDE, rounds: Array.from({ length: 100_000 }).fill(0) };
    assert.equal(soon(() => program.render(values, () => undefined)), "");
  });
}

test("spaces within a text and long numerals are read once", () => {
  const spaces = `x${" ".repeat(1_000_000)}x`;
  assert.equal(soon(() => strip(spaces)), spaces);
  assert.equal(soon(() => numberWritten(`${"1".repeat(1_000_000)}x`)), null);
});
