import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asciiDrawing } from '../../src/cli/ascii.js';
import { plain } from '../../src/cli/terminal.js';
import { drawAnalysis } from '../../src/diagram/draw-analysis.js';
import type { Drawing } from '../../src/diagram/drawing.js';
import { mermaidText } from '../../src/diagram/mermaid.js';
import { analyse, type Scenario } from '../../src/language/analyse.js';
import { root } from '../support/root.js';

const options = { language: 'en', stateNames: 'netstat' } as const;

/** What a drawing holds: all but options, windows, contents, and who is on no connection. */
function isPlain({ script, trace }: Scenario): boolean {
  if (trace.endpoints.length !== 2 || Object.keys(trace.final).length !== 2 || trace.faults.length > 0)
    return false;
  if (trace.steps.filter(({ kind }) => kind === 'segment').length < 2) return false;
  if (Object.values(trace.initial).some((state) => !['CLOSED', 'LISTEN', 'ESTABLISHED'].includes(state)))
    return false;
  // What has no SYN, FIN or RST is not surely an exchange where numbers are left out.
  const opens = ['SYN', 'FIN', 'RST'] as const;
  if (!trace.steps.some((step) => step.kind === 'segment' && opens.some((flag) => step.flags.includes(flag))))
    return false;
  // Data of open length has none in a drawing, either.
  if (trace.steps.some((step) => step.kind === 'segment' && step.lenAssumed)) return false;
  return script.statements.every(
    (one) =>
      (one.kind === 'segment' &&
        one.fate !== 'arrived' &&
        one.fate !== 'sent' &&
        one.options.length === 0 &&
        one.win === undefined &&
        one.payload === undefined &&
        one.origin === 'new' &&
        [...one.flags].every((flag) => ['SYN', 'ACK', 'FIN', 'RST'].includes(flag))) ||
      one.kind === 'note',
  );
}

/** The segments of an exchange, and where its ends stand; ACK on data and FIN is a shorthand that drawings keep. */
function told({ trace }: Scenario): string[] {
  // In Mermaid's text an end has another name than people see.
  const order = trace.endpoints.map(({ name }) => name);
  const end = (key: string | null): number => order.indexOf(key ?? '');
  const segments = trace.steps.flatMap((step) => {
    if (step.kind !== 'segment') return [];
    const flags = step.flags.filter(
      (flag) => flag !== 'ACK' || !(step.len > 0 || step.flags.includes('FIN')),
    );
    const seq = (step.seq === null ? '' : trace.speak(step.seq)).replace(
      /^(ISN|SEQ)_(\w+)/,
      (_, what: string, name: string) => what + String(end(name)),
    );
    return [
      [end(step.from), end(step.to), step.fate, flags.join('+'), seq, step.len, step.outcome].join(' '),
    ];
  });
  return [...segments, Object.values(trace.final).join('/')];
}

const files = readdirSync(join(root, 'test/corpus')).filter(
  (name) => name.startsWith('valid') && name.endsWith('.segno'),
);

const corpus = files.flatMap((name) => {
  const analysis = analyse(readFileSync(join(root, 'test/corpus', name), 'utf8'), {
    ...options,
    kind: 'segno',
  });
  const drawn = drawAnalysis(analysis, { language: 'en', states: 'netstat' });
  return analysis.scenarios.flatMap((scenario, index) => {
    const drawing = drawn.scenarios[index];
    return drawing && isPlain(scenario) ? [{ scenario, drawing }] : [];
  });
});

const FORMS: readonly (readonly [string, (drawing: Drawing) => string])[] = [
  ['Mermaid', (drawing) => `\`\`\`mermaid\n${mermaidText(drawing, { flavour: 'complete' })}\`\`\``],
  ['text', (drawing) => `\`\`\`text\n${asciiDrawing(drawing, [], 80, plain).join('\n')}\n\`\`\``],
];

describe.each(FORMS)('what is rendered as %s', (_, render) => {
  it('is not little', () => expect(corpus.length).toBeGreaterThan(50));

  it.each(corpus.map(({ scenario, drawing }) => [scenario.title, scenario, drawing] as const))(
    'of “%s” reads back to the same exchange',
    (_title, scenario, drawing) => {
      const read = analyse(`${render(drawing)}\n`, { ...options, kind: 'markdown' });
      expect(read.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(read.scenarios.flatMap(told)).toEqual(told(scenario));
    },
  );
});
