/** What a note leaves out, shown in its lines: the states after each of them, and the numbers that were filled in. */
import { InlayHintKind, type InlayHint, type Range as LspRange } from 'vscode-languageserver';
import type { CallStatement, SegmentStatement } from '../../exchange/script.js';
import type { CallStep, SegmentStep, Step, Trace } from '../../exchange/trace.js';
import type { Bilingual } from '../../rules/rule.js';
import { stateName } from '../../tcp/state.js';
import type { Scenario } from '../analysis.js';
import { toLsp, type Note } from '../note.js';
import { at, splitLines, type Range } from '../range.js';
import type { Feature, HintSettings } from './feature.js';

export const inlayHints: Feature = {
  capabilities: { inlayHintProvider: true },
  register({ connection, note, hints }) {
    connection.languages.inlayHint.on(({ textDocument, range }) => {
      const open = note(textDocument.uri);
      return open ? hintsIn(open, range, hints()) : [];
    });
  },
};

const TOOLTIPS = {
  states: { en: 'States after this line', 'zh-cn': '此行之后的状态' },
  numbers: { en: 'What the line leaves out', 'zh-cn': '此行没有写出的内容' },
} as const satisfies Record<string, Bilingual>;

/** The hints on the lines of a range. */
export function hintsIn(note: Note, range: LspRange, { states, numbers }: HintSettings): InlayHint[] {
  if (!states && !numbers) return [];
  const lines = splitLines(note.text);
  return note.analysis.scenarios
    .filter(({ line, endLine }) => line - 1 <= range.end.line && endLine - 1 >= range.start.line)
    .flatMap((scenario) =>
      scenario.trace.steps
        .filter((step) => standsIn(range, scenario, step.statement))
        .flatMap((step) => hintsOf(step, scenario)),
    )
    .filter(({ position }) => position.line >= range.start.line && position.line <= range.end.line);

  function hintsOf(step: Step, scenario: Scenario): InlayHint[] {
    const { statement: index } = step;
    const statement = scenario.script.statements[index];
    const hints: InlayHint[] = [];
    if (numbers && step.kind === 'segment' && statement?.kind === 'segment') {
      const label = leftOut(step, statement, scenario.trace);
      const place = endOf(scenario, index, 'segment');
      if (label !== '') hints.push(hint(label, place, 'numbers', !label.startsWith('+')));
    }
    if (states && (statement?.kind === 'segment' || statement?.kind === 'call') && isEvent(step)) {
      const label = statement.states.length > 0 ? '' : statesAfter(step, statement);
      const place = endOf(scenario, index, 'whole');
      if (label !== '') {
        const { start } = toLsp(place);
        const textEdits = [{ range: { start, end: start }, newText: ` ${label}` }];
        const own = scenario.notation === 'segno';
        hints.push({ ...hint(label, place, 'states', true), ...(own ? { textEdits } : {}) });
      }
    }
    return hints;
  }

  /** In another notation at the end of the line, so that nothing of a drawing is moved. */
  function endOf({ sourceMap, notation }: Scenario, statement: number, part: 'segment' | 'whole'): Range {
    const end = at(sourceMap.range({ statement, part }), 'end');
    if (notation === 'segno') return end;
    const column = (lines[end.line - 1] ?? '').trimEnd().length + 1;
    return { ...end, column, endColumn: column };
  }

  function hint(
    label: string,
    place: Parameters<typeof toLsp>[0],
    what: keyof typeof TOOLTIPS,
    paddingLeft: boolean,
  ): InlayHint {
    return {
      position: toLsp(place).start,
      label,
      kind: what === 'states' ? InlayHintKind.Type : InlayHintKind.Parameter,
      tooltip: TOOLTIPS[what][note.options.language],
      paddingLeft,
    };
  }

  /** In brackets, as the line could name them itself: left and right as drawn, or the only end that there is. */
  function statesAfter(step: SegmentStep | CallStep, statement: SegmentStatement | CallStatement): string {
    const name = (key: string | null): string | undefined => {
      const state = key === null ? undefined : step.states.get(key);
      return state && stateName(state, note.options.stateNames);
    };
    if (step.kind === 'call') {
      const state = name(step.end);
      return state === undefined ? '' : `[${state}]`;
    }
    if (statement.kind !== 'segment') return '';
    const rightwards = statement.arrow === 'right';
    const sides = [
      { written: statement.from, state: name(step.from) },
      { written: statement.to, state: name(step.to) },
    ];
    const shown = (rightwards ? sides : sides.reverse()).filter(
      (side) => side.written !== undefined && side.state !== undefined,
    );
    if (shown.length === 2) return `[${shown.map(({ state }) => state ?? '').join(', ')}]`;
    const [only] = shown;
    return only ? `[${only.written ?? ''}: ${only.state ?? ''}]` : '';
  }
}

/** Whether a statement stands on a line of the range. */
function standsIn({ start, end }: LspRange, { sourceMap }: Scenario, statement: number): boolean {
  const mapped = sourceMap.statements[statement];
  if (!mapped) return false;
  return mapped.first + sourceMap.lines <= end.line && start.line <= mapped.last + sourceMap.lines;
}

function isEvent(step: Step): step is SegmentStep | CallStep {
  return step.kind === 'segment' || step.kind === 'call';
}

/** The numbers that were filled in, and the ACK that shorthand stands for. */
function leftOut(step: SegmentStep, statement: SegmentStatement, trace: Trace): string {
  const numbers = [
    ...(step.seq !== null && !statement.seq ? [`seq=${trace.speak(step.seq)}`] : []),
    ...(step.ack !== null && !statement.ack ? [`ack=${trace.speak(step.ack)}`] : []),
    ...(statement.data && statement.len === undefined ? [`len=${step.len}`] : []),
  ].join(', ');
  const flags = step.flags.filter((flag) => !statement.flags.has(flag));
  if (flags.length === 0) return numbers;
  return `+${flags.join('+')}${numbers === '' ? '' : `(${numbers})`}`;
}
