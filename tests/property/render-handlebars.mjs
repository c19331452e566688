/** Renders what it is sent, a case a line: `{template, values}` to what handlebars.js makes of it, with escaping and without. */
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { create } = createRequire(process.argv[2])("handlebars");

function rendered({ template, values }) {
  try {
    return [true, false].map((noEscape) => create().compile(template, { noEscape })(values));
  } catch (error) {
    return [String(error), String(error)];
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(rendered(JSON.parse(line)))}\n`);
}
