import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { checkResources } from "../src/checking.js";
import { Channel, CODES, RefusedError, TrustRoot } from "../src/index.js";
import { parsePublicKey } from "../src/keys.js";
import { parse } from "../src/strict-json.js";
import { withFolder } from "./folders.js";

const ROOT = new URL("../../../", import.meta.url);

function published(name, folder = "trust") {
  return JSON.parse(readFileSync(new URL(`tests/vectors/${folder}/${name}`, ROOT), "utf-8"));
}

function bytes({ text, hex, times = 1 }) {
  return hex === undefined ? Buffer.from(text.repeat(times)) : Buffer.from(hex, "hex");
}

/** Return the code with which something is refused, or null. */
async function refusal(attempt) {
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    assert.ok(CODES.includes(error.code));
    return error.code;
  }
  return null;
}

const json = published("json.json");
for (const { name, data, limit = json.limit, refused, value } of json.cases) {
  test(`JSON: ${name}`, async () => {
    const read = () => parse(bytes(data), limit);
    if (refused === undefined) assert.equal(JSON.stringify(read()), JSON.stringify(value));
    else assert.equal(await refusal(read), refused);
  });
}

for (const { name, public_key: text, refused, algorithm, keyid, spki } of published("keys.json").cases) {
  test(`key: ${name}`, async () => {
    if (refused !== undefined) {
      assert.equal(await refusal(() => parsePublicKey(text)), refused);
      return;
    }
    const key = parsePublicKey(text);
    assert.deepEqual([key.algorithm, key.keyid, key.spki.toString("hex")], [algorithm, keyid, spki]);
  });
}

for (const { name, trust, now, refused } of published("trust.json").cases) {
  test(`trust: ${name}`, async () => {
    assert.equal(await refusal(() => TrustRoot.load(Buffer.from(trust), Date.parse(now))), refused);
  });
}

for (const { name, resources, refused } of published("forms.json", "resources").cases) {
  test(`resources: ${name}`, async () => assert.equal(await refusal(() => checkResources(resources)), refused));
}

/** Return a reader of a store, and see to it that nothing is asked for without a limit. */
function reader(files) {
  return async (path, limit) => {
    assert.ok(Number.isSafeInteger(limit));
    return path in files ? Buffer.from(files[path]) : null;
  };
}

const stores = published("stores.json");
for (const { name, seen_at: seenAt, now, max_staleness_seconds: staleness, put, remove, trust, refused, halted } of stores.cases) {
  test(`store: ${name}`, async () => {
    const options = { now: Date.parse(now), maxStaleness: staleness * 1000 };
    const channel = new Channel(TrustRoot.load(Buffer.from(trust ?? stores.trust), options.now), stores.channel);
    if (seenAt !== null) await channel.follow(reader(stores.store), { now: Date.parse(seenAt) });
    const before = channel.bundle;
    assert.equal(await refusal(() => channel.follow(reader(changed({ put, remove })), options)), refused);
    if (refused !== null) assert.equal(channel.bundle, before);
    if (seenAt !== null) assert.equal(channel.restrictions.halted, halted);
  });
}

/** Return the files of the honest store, as a case changes them. */
function changed({ put, remove }) {
  const files = { ...stores.store, ...put };
  for (const path of remove) delete files[path];
  return files;
}

for (const each of published("states.json").cases) {
  test(`state: ${each.name}`, () =>
    withFolder({}, async (folder) => {
      const state = join(folder, "state.json");
      await writeFile(state, bytes(each.state));
      const now = Date.parse(each.now);
      const channel = new Channel(TrustRoot.load(Buffer.from(each.trust ?? stores.trust), now), stores.channel, { state });
      assert.equal(await refusal(() => channel.follow(reader(changed(each)), { now })), each.refused);
      if (each.refused === null) assert.equal(readFileSync(state, "utf-8"), each.after);
    }));
}

test("the codes are those of the format's page", () => {
  const page = readFileSync(new URL("docs/bundle-format.md", ROOT), "utf-8").split("## Refusals")[1].split("\n## ")[0];
  const told = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]);
  assert.deepEqual(told, [...CODES]);
});

test("every flipped bit of a store is refused", async () => {
  const root = TrustRoot.load(Buffer.from(stores.trust), Date.parse("2026-11-21T10:00:00Z"));
  const accepted = [];
  for (const [path, text] of Object.entries(stores.store)) {
    const data = Buffer.from(text);
    for (let bit = 0; bit < data.length * 8; bit += 3) {
      const flipped = Buffer.from(data);
      flipped[bit >> 3] ^= 1 << (bit & 7);
      const read = reader({ ...stores.store, [path]: flipped });
      const follow = () => new Channel(root, "prod").follow(read, { now: Date.parse("2026-11-21T10:00:00Z") });
      if ((await refusal(follow)) === null) accepted.push([path, bit]);
    }
  }
  assert.deepEqual(accepted, []);
});
