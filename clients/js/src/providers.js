/** The provider that a model is called at: how long an attempt may take, how often it is tried, how fast one may ask. */
import { milliseconds } from "./amounts.js";

/**
 * Return the provider of a model, null where none ships; null in it is what it does not declare.
 *
 * @param {import("./resources.js").Resources} resources @param {string} model
 * @returns {Readonly<{reference: string, name: string, timeout: number | null, maxAttempts: number | null,
 *   requestsPerMinute: number | null, tokensPerMinute: number | null}> | null} `timeout` are milliseconds for one
 *   attempt, `maxAttempts` counts the first one, too
 */
export function providerOf(resources, model) {
  const reference = resources.link(model, "/provider");
  if (reference === null) return null;
  const { name, timeout, retries = {}, limits = {} } = resources.attributes(reference);
  return Object.freeze({
    reference,
    name,
    timeout: timeout === undefined ? null : milliseconds(timeout),
    maxAttempts: retries.max_attempts ?? null,
    requestsPerMinute: limits.requests_per_minute ?? null,
    tokensPerMinute: limits.tokens_per_minute ?? null,
  });
}
