/** Checks what it is sent, the resources of a bundle a line, for the test that both readers agree: to a code or null. */
import { createInterface } from "node:readline";

import { checkResources } from "../src/checking.js";
import { RefusedError } from "../src/refusals.js";
import { parse } from "../src/strict-json.js";

function refused(line) {
  const data = Buffer.from(line);
  try {
    checkResources(parse(data, data.length, { depth: 200, fractions: true }));
    return null;
  } catch (error) {
    return error instanceof RefusedError ? error.code : { failed: String(error.stack) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(refused(line))}\n`);
}
