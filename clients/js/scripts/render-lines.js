/** Renders what it is sent, a case a line, for the test that both readers agree: `{program, values}` to a text and its work, or null. */
import { createInterface } from "node:readline";

import { ServingError } from "../src/errors.js";
import { Program } from "../src/rendering/program.js";
import { Meter } from "../src/rendering/work.js";
import { parse } from "../src/strict-json.js";

function rendered(line) {
  const data = Buffer.from(line);
  const sent = parse(data, data.length, { depth: 200, fractions: true, exact: true });
  const meter = new Meter();
  try {
    return [new Program(sent.get("program")).render(Object.fromEntries(sent.get("values")), () => undefined, meter), meter.spent];
  } catch (error) {
    return error instanceof ServingError ? null : { failed: String(error.stack) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(rendered(line))}\n`);
}
