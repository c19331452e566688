/** Rollouts in force: who gets what is rolled out, and what everybody else gets. */
import { bucket, reaches } from "./buckets.js";
import { meets } from "./conditions.js";
import { whyNot } from "./kills.js";
import { firstOf } from "./reasons.js";
import { majorOf, unversioned } from "./resources.js";

/** The rollouts of a bundle that have something to go back to; of several for one resource, all must reach a session. */
export class Rollouts {
  #resources;
  #restrictions;
  #gates = new Map();

  /** @param {import("./resources.js").Resources} resources */
  constructor(resources, restrictions) {
    this.#resources = resources;
    this.#restrictions = restrictions;
    for (const rollout of resources.ofKind("rollout")) {
      const target = resources.link(rollout, "/target");
      const baseline = target === null ? null : this.#baseline(rollout, target);
      if (baseline === null) continue;
      if (!this.#gates.has(target)) this.#gates.set(target, []);
      this.#gates.get(target).push({ rollout, baseline });
    }
  }

  /** Return the reference that a session gets, and why: the baseline of the first rollout that keeps it back. */
  lead(reference, session) {
    const reasons = [];
    for (const { rollout, baseline } of this.#gates.get(reference) ?? []) {
      if ([rollout, reference].some((each) => whyNot(this.#restrictions, each) !== null)) return [baseline, "killed"];
      const reason = this.#reached(rollout, session);
      if (reason === null) return [baseline, "default"];
      reasons.push(reason);
    }
    return [reference, firstOf(reasons)];
  }

  /** Return the reason for which a rollout reaches a session, null where it does not. */
  #reached(rollout, { unit, context }) {
    const { stages = [], stage = 1 } = this.#resources.attributes(rollout);
    if (stages.length === 0) return "default";
    const salt = this.#resources.salt(rollout);
    const found = stages
      .slice(0, stage)
      .find(({ cohort = {}, percent = 100 }) => meets(cohort, context, salt) && reaches(percent, bucket(salt, unit)));
    if (found === undefined) return null;
    return found.percent !== undefined ? "split" : found.cohort !== undefined ? "targeted" : "default";
  }

  /** Return what there was before: the version that the rollback names, else the next lower major. */
  #baseline(rollout, target) {
    const version = this.#resources.attributes(rollout).rollback?.to;
    const others = this.#resources.majors(unversioned(target)).filter((reference) => reference !== target);
    const named = others.find((reference) => version && this.#resources.attributes(reference).version === version);
    return named ?? others.filter((reference) => majorOf(reference) < majorOf(target)).at(-1) ?? null;
  }
}
