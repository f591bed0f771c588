import type { ScenarioLines } from '../protocol/server.js';

/**
 * The exchange that a line stands in, counted from 1. Exchanges do not overlap, but one without a title may lie around
 * others: the one that begins last is the inner one.
 */
export function scenarioAround(scenarios: readonly ScenarioLines[], at: number): ScenarioLines | undefined {
  return scenarios.findLast(({ line, endLine }) => line <= at && at <= endLine);
}
