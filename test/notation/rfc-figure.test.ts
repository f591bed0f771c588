import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rfcFigures } from '../../src/diagram/rfc-figure.js';
import { analyse, type Scenario } from '../../src/language/analyse.js';
import { root } from '../support/root.js';

const options = { language: 'en', stateNames: 'netstat' } as const;

function scenariosIn(text: string, kind: 'segno' | 'markdown'): readonly Scenario[] {
  return analyse(text, { ...options, kind }).scenarios;
}

/** What a figure can hold: two ends, and nothing on the segments but numbers, flags and data. */
function isPlain({ script, trace }: Scenario): boolean {
  if (trace.endpoints.length !== 2 || Object.keys(trace.final).length !== 2) return false;
  // One segment alone is not surely an exchange.
  if (trace.steps.filter(({ kind }) => kind === 'segment').length < 2) return false;
  // The RFC's figures say of ends in which state they are, which a figure may know better.
  if (
    Object.values(trace.initial).some(
      (state) => state !== 'LISTEN' && state !== 'ESTABLISHED' && state !== 'CLOSED',
    )
  )
    return false;
  if (
    trace.steps.some(
      (step) => step.kind === 'segment' && step.flags.includes('SYN') && step.outcome === 'reset',
    )
  )
    return false;
  // What was under way before the figure begins, or has no other end in it.
  if (trace.steps.some((step) => step.kind === 'segment' && (step.from === null || step.to === null)))
    return false;
  if (trace.endpoints.some(({ unchecked }) => unchecked) || trace.faults.length > 0) return false;
  return script.statements.every(
    (one) =>
      (one.kind !== 'segment' ||
        (one.options.length === 0 &&
          one.win === undefined &&
          one.payload === undefined &&
          !one.flags.has('AE') &&
          one.origin === 'new')) &&
      (one.kind !== 'state' || Object.keys(one.counters).length === 0) &&
      (one.kind !== 'call' || (one.call !== 'crash' && one.call !== 'send')) &&
      !one.expect,
  );
}

function segments({ trace }: Scenario): string[] {
  return trace.steps.flatMap((step) => {
    if (step.kind !== 'segment') return [];
    const numbers = [step.seq, step.ack].map((number) => (number === null ? '' : trace.speak(number)));
    const states = [...step.states].map(([, state]) => state).join('/');
    return [
      [step.from, step.to, step.fate, step.flags.join('+'), ...numbers, step.len, step.outcome, states].join(
        ' ',
      ),
    ];
  });
}

const corpus = readdirSync(join(root, 'test/corpus'))
  .filter((name) => name.startsWith('valid') && name.endsWith('.segno'))
  .flatMap((name) =>
    scenariosIn(readFileSync(join(root, 'test/corpus', name), 'utf8'), 'segno').filter(isPlain),
  );

describe('a figure as in the RFC', () => {
  it('keeps to 72 columns', () => {
    const lines = corpus.flatMap(({ trace }) => rfcFigures(trace).flat());
    expect(lines.filter((line) => line.length > 72)).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it.each(corpus.map((scenario) => [scenario.title, scenario] as const))(
    'of “%s” reads back to the same exchange',
    (_, scenario) => {
      const text = rfcFigures(scenario.trace).map((lines) => lines.join('\n'));
      const read = scenariosIn(`\`\`\`text\n${text.join('\n')}\n\`\`\`\n`, 'markdown');
      expect(read.flatMap(segments)).toEqual(segments(scenario));
    },
  );
});
