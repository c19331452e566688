import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { Channel, folder, RefusedError, ServingError, TrustRoot, View } from "../src/index.js";

const stores = JSON.parse(readFileSync(new URL("../../../tests/vectors/trust/stores.json", import.meta.url), "utf-8"));
const NOW = Date.parse("2026-11-21T10:00:00Z");

async function withStore(files, run) {
  const root = await mkdtemp(join(tmpdir(), "promptops-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    await run(folder(root));
  } finally {
    await rm(root, { recursive: true });
  }
}

test("a folder is read as far as it may be", () =>
  withStore({ "a/b": "0123456789" }, async (read) => {
    assert.equal((await read("a/b", 20)).toString(), "0123456789");
    assert.equal((await read("a/b", 4)).toString(), "01234");
    assert.equal(await read("a/c", 4), null);
  }));

test("a channel in a folder is followed", () =>
  withStore(stores.store, async (read) => {
    const channel = new Channel(TrustRoot.load(Buffer.from(stores.trust), NOW), "prod");
    assert.throws(() => channel.view, (error) => error instanceof ServingError);
    await channel.follow(read, { now: NOW });
    assert.deepEqual(Object.keys(channel.bundle.resources), ["prompt:shop/greeting@1"]);
    assert.equal(channel.view.decide("shop/greeting", { unit: "user-1" }).prompt, "prompt:shop/greeting@1");
  }));

test("a kill counts though the pointer has expired", async () => {
  const killed = stores.cases.find(({ name }) => name === "a newer kill document");
  const files = { ...stores.store, ...killed.put };
  const channel = new Channel(TrustRoot.load(Buffer.from(stores.trust), NOW), "prod");
  const read = (held) => async (path) => (path in held ? Buffer.from(held[path]) : null);
  await channel.follow(read(stores.store), { now: NOW });
  const late = { now: NOW + 48 * 3600 * 1000 };
  await assert.rejects(channel.follow(read(files), late), (error) => error instanceof RefusedError);
  assert.equal(channel.restrictions.halted, null);
  await channel.followKill(read(files));
  assert.equal(channel.restrictions.halted, "fire");
  assert.throws(() => channel.view.decide("shop/greeting", { unit: "a" }), (error) => error.code === "halted");
});

const RESOURCES = {
  "prompt:a@1": {
    attributes: {
      name: "a",
      inputs: {
        type: "object",
        properties: { who: { type: "string", maxLength: 5 }, mood: { enum: ["kind", "short"], default: "kind" } },
        required: ["who"],
        additionalProperties: false,
      },
      variants: [{ name: "bold", weight: 1 }],
      messages: [{ role: "system" }, { role: "user" }],
    },
    kind: "prompt",
    links: {},
    programs: {
      "/messages/0/content": ["Be ", ["write", ["name", "mood"]], "."],
      "/messages/1/content": [["include", "fragment:b@1", true]],
      "/variants/0/body": ["HELLO ", ["write", ["filter", "upper", ["name", "who"]]]],
    },
  },
  "fragment:b@1": { attributes: { name: "b" }, kind: "fragment", links: {}, programs: { "/body": ["Hi ", ["write", ["name", "who"]]] } },
};

test("texts are rendered, of a variant and of messages", () => {
  const view = new View("0".repeat(64), RESOURCES);
  const bold = view.decide("a", { unit: "user-1" });
  assert.equal(bold.variant, "bold");
  assert.equal(view.render(bold, { who: "Ann" }), "HELLO ANN");
  assert.deepEqual(view.render({ ...bold, variant: null }, { who: "Ann" }), [
    { role: "system", content: "Be kind." },
    { role: "user", content: "Hi Ann" },
  ]);
});

test("inputs are checked, and no message has a value", () => {
  const view = new View("0".repeat(64), RESOURCES);
  const decision = view.decide("a", { unit: "user-1" });
  for (const values of [{}, { who: 5 }, { who: "secret" }, { who: "Ann", mood: "secret" }, { who: "Ann", more: 1 }]) {
    const wrong = (error) => error.code === "wrong-input" && !error.message.includes("secret");
    assert.throws(() => view.render(decision, values), wrong, JSON.stringify(values));
  }
});
