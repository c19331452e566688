// Check a SARIF report by GitHub's own rules: `node sarif.mjs REPORT`. A warning is advice, an error a refusal.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [report] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "sarif-"));
const verdict = join(folder, "verdict.sarif");
const tool = join(import.meta.dirname, "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");
try {
  execFileSync(tool, ["validate", report, "--rule-kind", "Sarif;Ghas", "--level", "Error", "-o", verdict], { stdio: "pipe" });
} catch (failure) {
  if (failure.status === undefined || failure.status === null) throw failure;
}
const { results = [] } = JSON.parse(readFileSync(verdict, "utf8").replace(/^\uFEFF/, "")).runs[0];
for (const { ruleId, message } of results) console.log(`${ruleId}: ${message.text ?? message.arguments.join(" ")}`);
rmSync(folder, { recursive: true });
process.exitCode = results.length ? 1 : 0;
