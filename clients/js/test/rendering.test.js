import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ServingError } from "../src/errors.js";
import { Program } from "../src/rendering/program.js";
import { Meter } from "../src/rendering/work.js";
import { parse } from "../src/strict-json.js";

/** Return the cases of a group, with values as exact as they are written. */
function published(name) {
  const data = readFileSync(new URL(`../../../tests/vectors/rendering/${name}.json`, import.meta.url));
  return parse(data, data.length, { fractions: true, exact: true }).get("cases");
}

const fragments = published("fragments");

function programs(defaults) {
  const given = (reference) => Object.fromEntries(defaults?.get(reference) ?? []);
  return new Map(
    fragments.map((each) => [each.get("reference"), new Program(each.get("program"), given(each.get("reference")))]),
  );
}

for (const group of ["values", "expressions", "blocks", "filters", "reals", "limits", "includes", "languages"]) {
  for (const each of published(group)) {
    test(`${group}: ${each.get("template")}`, () => {
      const included = programs(each.get("defaults"));
      const program = new Program(each.get("program"));
      const render = () => program.render(Object.fromEntries(each.get("values")), (reference) => included.get(reference));
      if (each.get("text") !== null) assert.equal(render(), each.get("text"));
      else assert.throws(render, (error) => error instanceof ServingError && error.code === "cannot-render");
    });
  }
}

for (const each of published("work")) {
  test(`work: ${each.get("name")}`, () => {
    const included = programs();
    const program = new Program(each.get("program"));
    const meter = new Meter();
    const render = () => program.render(Object.fromEntries(each.get("values")), (reference) => included.get(reference), meter);
    if (each.get("work") === null) {
      assert.throws(render, /units of work/);
    } else {
      render();
      assert.equal(meter.spent, each.get("work"));
    }
  });
}

const refused = JSON.parse(readFileSync(new URL("../../../tests/vectors/rendering/refused.json", import.meta.url), "utf-8"));
for (const { name, program } of refused.cases) {
  test(`no program: ${name}`, () => {
    assert.throws(() => new Program(program), (error) => error instanceof ServingError && error.code === "bad-program");
  });
}
