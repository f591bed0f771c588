/** What is wrong with the notation that no single statement tells: with scenarios, blocks, comments. */
import { replayAgain } from '../exchange/replay.js';
import type { Block } from './analysis.js';
import type { Fence } from './fence.js';
import { lineEdit, type FixedText } from './fixes.js';
import type { Foreign } from './foreign.js';
import type { Item } from './items.js';
import type { OpenComment } from './lines.js';
import { FIX_TITLES, WORDS, type NotationProblem } from './notation.js';
import { shift } from './range.js';
import { settle, shiftProblem, withProblem, type Chunk } from './scenario.js';
import { turned, turnedLines } from './turn.js';

/** What is wrong with the notation, with the title of the scenario it stands in. Lines are the file's. */
export interface PlacedProblem {
  readonly problem: NotationProblem;
  readonly scenario: string | null;
}

/** Where a scenario begins. */
export type Begun = NonNullable<Chunk['begin']>;

/** `open` tells that nothing follows the scenario, so that it may just be being written. */
export function withUnclosed(
  { item, reading }: Begun,
  last: number,
  down: number,
  text: FixedText,
  open: boolean,
): Item {
  const end = /^[a-z]/i.test(reading.word) ? 'end' : '结束';
  const line = { line: last + down + 1, column: 1, endLine: last + down + 1, endColumn: 1 };
  const edit = lineEdit(end, line, 'line-after', text);
  const problem: NotationProblem = {
    code: 'unclosed-scenario',
    ...(open ? { severity: 'hint' } : {}),
    range: reading.keyword,
    message: WORDS.unclosedScenario(),
    // Ranges of an item count from its own first line.
    fixes: [
      { title: FIX_TITLES.addEnd(end), edits: [{ ...edit, range: shift(edit.range, -item.first - down) }] },
    ],
  };
  return withProblem(item, problem);
}

export function strayEnd(item: Item, down: number): PlacedProblem[] {
  const { reading } = item.read;
  if (reading.kind !== 'end') return [];
  const first = item.first;
  const range = { line: 1, column: 1, endLine: 2, endColumn: 1 };
  const problem: NotationProblem = {
    code: 'stray-end',
    range: reading.range,
    message: WORDS.strayEnd(),
    fixes: [{ title: FIX_TITLES.remove('end'), edits: [{ range, text: '' }] }],
  };
  return settle(withProblem(item, problem)).problems.map((one) => ({
    problem: shiftProblem(one, first + down),
    scenario: null,
  }));
}

export function openComment(
  { line, column }: OpenComment,
  lines: readonly string[],
  start: number,
): NotationProblem {
  const range = {
    line: line + start + 1,
    column: column + 1,
    endLine: line + start + 1,
    endColumn: column + 3,
  };
  const last = lines.length + start;
  const end = { line: last, column: (lines.at(-1)?.length ?? 0) + 1 };
  return {
    code: 'syntax',
    range,
    message: WORDS.openComment(),
    fixes: [
      {
        title: FIX_TITLES.write('*/'),
        edits: [{ range: { ...end, endLine: end.line, endColumn: end.column }, text: ' */' }],
      },
    ],
  };
}

export function otherFence(fence: Fence): NotationProblem {
  return {
    code: 'exchange-in-other-fence',
    range: fence.info,
    message: WORDS.otherFence(fence.language),
    fixes: [{ title: FIX_TITLES.write('segno'), edits: [{ range: fence.info, text: 'segno' }] }],
  };
}

/** `down` is the line of the file, from 0, on which the text begins that was looked through. */
export function otherNotation(
  { first, last, notation, exchanges, inside }: Foreign,
  down: number,
  { fence }: Block,
  text: FixedText,
  left: number,
): NotationProblem {
  const line = first + down + 1;
  const endLine = last + down + 1;
  const before = fence?.starts[line - 1 - fence.first] ?? 0;
  const end = { endLine, endColumn: text.line(endLine).trimEnd().length + 1 };
  const begin = text.line(line).search(/[^\s>]/);
  return {
    code: 'other-notation',
    range: { line, column: Math.max(begin, before) + 1, ...end },
    message: WORDS.otherNotation(notation),
    fixes: [
      {
        title: FIX_TITLES.turn(),
        // Replayed when somebody asks for it.
        get edits() {
          const written = exchanges.flatMap(({ ways: [{ script }] }, index) => {
            const { trace } = replayAgain(script, [], left);
            const lines = inside
              ? turnedLines({ script, trace })
              : turned({ script, trace, title: script.title });
            return index === 0 ? lines : ['', ...lines];
          });
          const prefix = text.line(line).slice(0, before);
          const own = written.join(`${text.eol}${prefix}`);
          return [{ range: { line, column: before + 1, ...end }, text: own }];
        },
      },
    ],
  };
}
