/** Rollouts in force: who gets what is rolled out, and what everybody else gets. */
import { bucket, reaches } from "./buckets.js";
import { meets } from "./conditions.js";
import { whyNot } from "./kills.js";
import { majorOf, unversioned } from "./resources.js";

/** The rollouts of a bundle that have something to go back to. */
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
      if (baseline !== null) this.#gates.set(target, { rollout, baseline });
    }
  }

  /** Return the reference that a session gets instead of this one, or this one, and why; null for no reason. */
  lead(reference, { unit, context }) {
    const gate = this.#gates.get(reference);
    if (gate === undefined) return [reference, null];
    const { rollout, baseline } = gate;
    if ([rollout, reference].some((each) => whyNot(this.#restrictions, each) !== null)) return [baseline, "killed"];
    const { stages = [], stage = 1 } = this.#resources.attributes(rollout);
    if (stages.length === 0) return [reference, null];
    const salt = this.#resources.salt(rollout);
    const reached = stages
      .slice(0, stage)
      .find(({ cohort = {}, percent = 100 }) => meets(cohort, context, salt) && reaches(percent, bucket(salt, unit)));
    return reached === undefined ? [baseline, null] : [reference, reasonOf(reached)];
  }

  /** Return what there was before: the version that the rollback names, else the next lower major. */
  #baseline(rollout, target) {
    const version = this.#resources.attributes(rollout).rollback?.to;
    const others = this.#resources.majors(unversioned(target)).filter((reference) => reference !== target);
    const named = others.find((reference) => version && this.#resources.attributes(reference).version === version);
    return named ?? others.filter((reference) => majorOf(reference) < majorOf(target)).at(-1) ?? null;
  }
}

function reasonOf({ percent, cohort }) {
  if (percent !== undefined) return "split";
  return cohort === undefined ? null : "targeted";
}
