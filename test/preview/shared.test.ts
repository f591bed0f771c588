import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../src/diagram/drawing.js';
import { layOut } from '../../src/diagram/layout.js';
import { plainMeasure } from '../../src/diagram/plain-measure.js';
import { shared } from '../../src/preview/shared.js';
import { isDrawingsAnswer, type DrawingsAnswer } from '../../src/protocol/server.js';
import { drawnFile } from '../diagram/written.js';
import { dice } from '../support/dice.js';
import { root } from '../support/root.js';

const NOTES = ['valid-transfer', 'valid-times', 'wrong-closing', 'valid-linux'];
const EDITS = 8;
const WIDTHS = [380, 700];

/** The drawings of a text as they come over a boundary. */
function answerTo(text: string): DrawingsAnswer {
  const answer = { uri: 'file:///a.segno', version: 1, ...drawnFile(text, 'en', 'netstat') };
  return JSON.parse(JSON.stringify(answer)) as DrawingsAnswer;
}

/** The text without one of its lines, with one twice, or with words behind one. */
function edited(text: string, random: () => number): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const line = lines[at] ?? '';
  const instead = [[], [line, line], [`${line} : words`], [line, '']][Math.floor(random() * 4)] ?? [];
  return lines.toSpliced(at, 1, ...instead).join('\n');
}

describe('what is taken from the message before', () => {
  it.each(NOTES)('changes nothing about a message, its check and its layout: %s', (note) => {
    const random = dice(1);
    let text = readFileSync(join(root, `test/corpus/${note}.segno`), 'utf8')
      .split('\n')
      .slice(0, 80)
      .join('\n');
    let last: unknown;
    for (let edit = 0; edit < EDITS; edit++) {
      const afresh = answerTo(text);
      const now = shared(last, answerTo(text));
      expect(now).toEqual(afresh);
      expect(isDrawingsAnswer(now)).toBe(true);
      for (const [index, drawing] of (now as DrawingsAnswer).scenarios.entries()) {
        for (const width of WIDTHS) {
          const again = layOut(drawing, width, plainMeasure, { dense: edit % 2 === 1 });
          const alone = layOut(afresh.scenarios[index] as Drawing, width, plainMeasure, {
            dense: edit % 2 === 1,
          });
          expect(again).toEqual(alone);
        }
      }
      last = now;
      text = edited(text, random);
    }
  });

  it('is all of what has not changed, above and below what has', () => {
    const before = answerTo('begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend\n');
    const after = answerTo('begin\nC -> SYN -> S\nC <- SYN+ACK <- S : so\nC -> ACK -> S\nend\n');
    const now = shared(before, after) as DrawingsAnswer;
    const [old, rows] = [before.scenarios[0]?.rows, now.scenarios[0]?.rows];
    expect(rows?.map((row, index) => row === old?.[index])).toEqual([true, false, true]);
    expect(now.scenarios[0]?.ends).toBe(before.scenarios[0]?.ends);
    expect(shared(before, structuredClone(before))).toBe(before);
  });

  it.each([
    [
      { a: 1, b: 2 },
      { a: 1, c: undefined },
    ],
    [{ a: 1 }, { a: 1, b: 2 }],
    [[1], { 0: 1 }],
    [{ length: 0 }, []],
    [null, {}],
    [[[1], [2]], [[2]]],
    [[1, 1], [1]],
    [JSON.parse('{"__proto__": {}}'), {}],
    [{}, JSON.parse('{"__proto__": {}}')],
  ])('is nothing that is not the same: %j, %j', (before, after) => {
    expect(shared(before, structuredClone(after))).toStrictEqual(after);
  });
});
