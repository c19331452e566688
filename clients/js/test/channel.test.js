import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { replaceFile } from "../src/files.js";
import { Channel, folder, RefusedError, ServingError, TrustRoot, View } from "../src/index.js";
import { withLock } from "../src/lock-file.js";
import { withFolder } from "./folders.js";

const stores = JSON.parse(readFileSync(new URL("../../../tests/vectors/trust/stores.json", import.meta.url), "utf-8"));
const NOW = Date.parse("2026-11-21T10:00:00Z");

test("a folder is read as far as it may be", () =>
  withFolder({ "a/b": "0123456789" }, async (root) => {
    const read = folder(root);
    assert.equal((await read("a/b", 20)).toString(), "0123456789");
    assert.equal((await read("a/b", 4)).toString(), "01234");
    assert.equal(await read("a/c", 4), null);
  }));

test("a channel in a folder is followed", () =>
  withFolder(stores.store, async (root) => {
    const read = folder(root);
    const channel = new Channel(TrustRoot.load(Buffer.from(stores.trust), NOW), "prod");
    assert.throws(() => channel.view, (error) => error instanceof ServingError);
    await channel.follow(read, { now: NOW });
    assert.deepEqual(Object.keys(channel.bundle.resources), ["prompt:shop/greeting@1"]);
    assert.equal(channel.view.decide("shop/greeting", { unit: "user-1" }).prompt, "prompt:shop/greeting@1");
  }));

const root = TrustRoot.load(Buffer.from(stores.trust), NOW);

/** Return a reader of the honest store as a case of the vectors changes it; asked for a file, it waits. */
function storeOf(name) {
  const { put = {} } = stores.cases.find((each) => each.name === name);
  const files = { ...stores.store, ...put };
  return async (path) => {
    await new Promise((resume) => setImmediate(resume));
    return path in files ? Buffer.from(files[path]) : null;
  };
}

const [HONEST, NEWER, KILLED] = ["an honest store", "a newer pointer", "a newer kill document"].map(storeOf);
const isRefused = (code) => (error) => error instanceof RefusedError && error.code === code;

test("one look comes after the other, so that a slow one leads nobody back", async () => {
  const channel = new Channel(root, "prod");
  const looks = [HONEST, NEWER, HONEST].map((read) => channel.follow(read, { now: NOW }));
  const [first, second, third] = await Promise.allSettled(looks);
  assert.deepEqual([first.status, second.status, third.reason.code], ["fulfilled", "fulfilled", "rolled-back-pointer"]);
  assert.deepEqual(Object.keys(channel.bundle.resources), ["prompt:shop/other@1"]);
});

test("a view stays the same until the bundle or a kill changes it", async () => {
  const channel = new Channel(root, "prod");
  await channel.follow(HONEST, { now: NOW });
  const { view } = channel;
  await channel.follow(HONEST, { now: NOW });
  assert.equal(channel.view, view);
  await channel.follow(KILLED, { now: NOW });
  assert.throws(() => channel.view.decide("shop/greeting", { unit: "a" }), (error) => error.code === "halted");
  assert.equal(view.decide("shop/greeting", { unit: "a" }).reason, "default");
});

test("a bundle that is in force already is not read again", async () => {
  const asked = [];
  const channel = new Channel(root, "prod");
  const read = (path, limit) => (asked.push(path), HONEST(path, limit));
  for (let look = 0; look < 2; look += 1) await channel.follow(read, { now: NOW });
  assert.equal(asked.filter((path) => path.startsWith("bundles/")).length, 2);
});

test("a state that was put back while running is told, and written again", () =>
  withFolder({}, async (folder) => {
    const state = join(folder, "state.json");
    const channel = new Channel(root, "prod", { state });
    await channel.follow(HONEST, { now: NOW });
    const old = await readFile(state);
    await channel.follow(NEWER, { now: NOW });
    const current = await readFile(state);
    assert.notDeepEqual(current, old);
    await writeFile(state, old);
    await assert.rejects(channel.follow(storeOf("a newer epoch with a lower sequence"), { now: NOW }), isRefused("rolled-back-state"));
    const next = new Channel(root, "prod", { state });
    await assert.rejects(next.follow(NEWER, { now: NOW }), isRefused("rolled-back-pointer"));
    assert.deepEqual(await readdir(folder), ["state.json"]);
  }));

test("what another process wrote and is newer is kept", () =>
  withFolder({}, async (folder) => {
    const state = join(folder, "state.json");
    const [slow, fast] = [new Channel(root, "prod", { state }), new Channel(root, "prod", { state })];
    await slow.follow(HONEST, { now: NOW });
    await fast.follow(NEWER, { now: NOW });
    await slow.follow(KILLED, { now: NOW });
    await assert.rejects(new Channel(root, "prod", { state }).follow(HONEST, { now: NOW }), isRefused("rolled-back-pointer"));
    await assert.rejects(new Channel(root, "prod", { state }).follow(NEWER, { now: NOW }), isRefused("rolled-back-kill"));
  }));

test("a state that several write at once is always a whole one", () =>
  withFolder({}, async (folder) => {
    const state = join(folder, "state.json");
    const channels = Array.from({ length: 5 }, () => new Channel(root, "prod", { state }));
    await Promise.all(channels.map((channel) => channel.follow(HONEST, { now: NOW })));
    assert.deepEqual(channels.map(({ unsaved }) => unsaved), channels.map(() => null));
    await new Channel(root, "prod", { state }).follow(HONEST, { now: NOW });
    assert.deepEqual(await readdir(folder), ["state.json"]);
  }));

test("who reads a state before another has written it does not write over it", () =>
  withFolder({}, async (folder) => {
    for (let round = 0; round < 20; round += 1) {
      const state = join(folder, `${round}.json`);
      const stores = Array.from({ length: 6 }, (_, index) => (index % 2 === 0 ? HONEST : NEWER));
      const channels = stores.map(() => new Channel(root, "prod", { state }));
      await Promise.all(channels.map((channel, index) => channel.follow(stores[index], { now: NOW })));
      assert.deepEqual(channels.map(({ unsaved }) => unsaved), channels.map(() => null));
      await assert.rejects(new Channel(root, "prod", { state }).follow(HONEST, { now: NOW }), isRefused("rolled-back-pointer"));
    }
  }));

test("who holds the lock of a state is waited for, unless it is dead", () =>
  withFolder({ "state.json.held": "another" }, async (folder) => {
    const [state, lock] = [join(folder, "state.json"), join(folder, "state.json.held")];
    const channel = new Channel(root, "prod", { state });
    const followed = channel.follow(HONEST, { now: NOW });
    await pause(50);
    assert.deepEqual(await readdir(folder), ["state.json.held"]);
    await rm(lock);
    await followed;
    assert.equal(channel.unsaved, null);
    await writeFile(lock, "the dead");
    await utimes(lock, 1, 1);
    await channel.follow(NEWER, { now: NOW });
    assert.equal(channel.unsaved, null);
    assert.deepEqual(await readdir(folder), ["state.json"]);
  }));

test("who holds the lock of a state for long is told, and keeps the lock", () =>
  withFolder({ "state.json.held": "another" }, async (folder) => {
    const channel = new Channel(root, "prod", { state: join(folder, "state.json") });
    await channel.follow(HONEST, { now: NOW });
    assert.equal(channel.unsaved, "another process holds its lock");
    assert.deepEqual(await readdir(folder), ["state.json.held"]);
  }));

test("who has lost the lock of a state writes nothing", () =>
  withFolder({}, async (folder) => {
    const [lock, file] = [join(folder, "held"), join(folder, "file")];
    const lost = withLock(lock, async (confirm) => {
      await writeFile(lock, "another");
      await replaceFile(file, "old", confirm);
    });
    await assert.rejects(lost, /lost/);
    assert.deepEqual(await readdir(folder), ["held"]);
    assert.equal(await readFile(lock, "utf-8"), "another");
  }));

test("a state that cannot be written is told, and nothing else happens", () =>
  withFolder({}, async (folder) => {
    const channel = new Channel(root, "prod", { state: join(folder, "gone", "state.json") });
    await channel.follow(HONEST, { now: NOW });
    assert.match(channel.unsaved, /ENOENT/);
    await mkdir(join(folder, "gone"));
    await channel.follow(HONEST, { now: NOW });
    assert.equal(channel.unsaved, null);
  }));

test("a state that is no file is refused", () =>
  withFolder({ "state.json/x": "" }, async (folder) => {
    const channel = new Channel(root, "prod", { state: join(folder, "state.json") });
    await assert.rejects(channel.follow(HONEST, { now: NOW }), isRefused("corrupt-state"));
  }));

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
