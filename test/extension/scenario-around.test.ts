import { expect, it } from 'vitest';
import { scenarioAround } from '../../src/extension/scenario-around.js';

const outer = { title: '', line: 1, endLine: 20 };
const inner = { title: 'Opening', line: 5, endLine: 9 };

it.each([
  [1, outer],
  [5, inner],
  [9, inner],
  [10, outer],
  [21, undefined],
])('finds the innermost exchange around line %i', (line, expected) => {
  expect(scenarioAround([outer, inner], line)).toBe(expected);
});
