/** Rewrites of the scenario at the cursor that keep what it says. What takes time is done when it is chosen. */
import {
  CodeActionKind,
  type ClientCapabilities,
  type CodeAction,
  type Position,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Bilingual } from '../../rules/rule.js';
import type { Block, Scenario } from '../analysis.js';
import { extract } from '../extract.js';
import { completeExchange, isUnfinished } from '../complete.js';
import { loseSegment, mayLose } from '../lose.js';
import { isSegnoFence, type Fence } from '../fence.js';
import { scenarioAt, toLsp, toTextEdit, type Note } from '../note.js';
import type { Edit } from '../range.js';
import {
  fillInNumbers,
  harmless,
  leaveOutNumbers,
  leavesNumbersOut,
  translateKeywords,
  writesNumbers,
} from '../refactor.js';
import { addTimes, hasTimes, lacksTimes, leaveOutTimes } from '../refactor-times.js';
import { created, freeBeside, mayCreateBeside } from './beside.js';
import { hintsIn } from './inlay-hints.js';
import { turnActions } from './turn-figure.js';

interface Refactoring {
  readonly title: Bilingual;
  /** Whether it is offered, which must be told quickly. */
  readonly offered: (note: Note, scenario: Scenario) => boolean;
  readonly edits: (note: Note, scenario: Scenario) => readonly Edit[];
}

const REFACTORINGS: Readonly<Record<string, Refactoring>> = {
  complete: {
    title: { en: 'Complete the exchange', 'zh-cn': '补全交互' },
    offered: (_note, scenario) => isUnfinished(scenario),
    edits: completeExchange,
  },
  'name-states': {
    title: { en: 'Name the states', 'zh-cn': '写出状态' },
    offered: (_note, { script }) =>
      script.statements.some(
        ({ kind, ...rest }) => 'states' in rest && rest.states.length === 0 && kind !== 'path',
      ),
    edits: nameStates,
  },
  'fill-in-numbers': {
    title: { en: 'Fill in the numbers', 'zh-cn': '填写编号' },
    offered: (_note, scenario) => leavesNumbersOut(scenario),
    edits: fillInNumbers,
  },
  'leave-out-numbers': {
    title: { en: 'Leave out the numbers', 'zh-cn': '省略编号' },
    offered: (_note, scenario) => writesNumbers(scenario),
    edits: leaveOutNumbers,
  },
  'add-times': {
    title: { en: 'Add times', 'zh-cn': '添加时间' },
    offered: (_note, scenario) => lacksTimes(scenario),
    edits: addTimes,
  },
  'leave-out-times': {
    title: { en: 'Leave out the times', 'zh-cn': '省略时间' },
    offered: (_note, scenario) => hasTimes(scenario),
    edits: leaveOutTimes,
  },
  'to-chinese': {
    title: { en: 'Translate keywords to Chinese', 'zh-cn': '把关键字译成中文' },
    offered: (note, scenario) => hasKeywords(note, scenario, /[a-z]/i),
    edits: (note, scenario) => translateKeywords(note, scenario, 'chinese'),
  },
  'to-english': {
    title: { en: 'Translate keywords to English', 'zh-cn': '把关键字译成英文' },
    offered: (note, scenario) => hasKeywords(note, scenario, /\p{Script=Han}/u),
    edits: (note, scenario) => translateKeywords(note, scenario, 'english'),
  },
};

const KEYWORD_LINE =
  /^[\s>]*(?:[@＠]\S*\s+)?(?:(begin|end|mode|endpoint|note|dup|stale|forged|delay|rto|msl|delack|开始|结束|模式|端点|注|重复|陈旧|伪造|延迟|重传超时|最长寿命|延迟确认)(?=[\s:：]|$)|[^\s:：]+[:：]\s*(\p{Script=Han}+|[a-z]+))|[/／]{2}\s*(expect-error|ignore|预期错误|忽略)/iu;

/** Whether a line of the scenario seems to hold a keyword in such letters. */
function hasKeywords({ analysis }: Note, { line, endLine }: Scenario, letters: RegExp): boolean {
  const block = analysis.blocks.find((one) => one.line <= line && line <= one.endLine);
  const lines = block?.lines.slice(line - block.line, endLine - block.line + 1) ?? [];
  return lines.some((one) => {
    // Most lines have none of the letters at all.
    if (!letters.test(one)) return false;
    const [, ...words] = KEYWORD_LINE.exec(one) ?? [];
    return words.some((word: string | undefined) => word !== undefined && letters.test(word));
  });
}

/** Adds `[…]` to each line that does not name its states. */
function nameStates(note: Note, scenario: Scenario): readonly Edit[] {
  const hints = hintsIn(note, toLsp(scenario.range), { states: true, numbers: false });
  const edits = hints.flatMap(({ textEdits }) =>
    (textEdits ?? []).map(({ range: { start, end }, newText }): Edit => {
      const from = { line: start.line + 1, column: start.character + 1 };
      return { range: { ...from, endLine: end.line + 1, endColumn: end.character + 1 }, text: newText };
    }),
  );
  return harmless(note, edits);
}

interface Chosen {
  readonly uri: string;
  readonly id: string;
  readonly position: Position;
}

function isChosen(data: unknown): data is Chosen {
  return typeof data === 'object' && data !== null && 'uri' in data && 'id' in data && 'position' in data;
}

/** What can be done to the scenario and the block at a position. The edits come with {@link resolveRefactoring}. */
export function refactoringsAt(
  note: Note,
  position: Position,
  client: ClientCapabilities = {},
): CodeAction[] {
  const { language } = note.options;
  const scenario = scenarioAt(note, position);
  if (scenario && scenario.notation !== 'segno') return turnActions(note, position.line, client);
  const offered = scenario
    ? Object.entries(REFACTORINGS).filter(([, refactoring]) => refactoring.offered(note, scenario))
    : [];
  return [
    ...offered.map(([id, { title }]): CodeAction => {
      const data: Chosen = { uri: note.uri, id, position };
      return { title: title[language], kind: CodeActionKind.RefactorRewrite, data };
    }),
    ...(scenario ? whatIfLost(note, scenario, position) : []),
    ...turnIntoSegno(note, position),
    ...extractBlock(note, position, client),
  ];
}

const LOST_TITLE: Bilingual = {
  en: 'What if this segment is lost?',
  'zh-cn': '如果这个报文段丢失了会怎样？',
};

const LOSE = 'lose';

/**
 * The statements of an exchange up to which a loss is tried before it is offered. In a longer one that takes too long
 * for every move of the cursor, so it is offered wherever a segment could be lost.
 */
const MOST_TRIED = 100;

function whatIfLost(note: Note, scenario: Scenario, position: Position): CodeAction[] {
  const line = position.line + 1;
  const short = scenario.script.statements.length <= MOST_TRIED;
  const offered = mayLose(scenario, line) && (!short || loseSegment(note, scenario, line).length > 0);
  if (!offered) return [];
  const data: Chosen = { uri: note.uri, id: LOSE, position };
  return [{ title: LOST_TITLE[note.options.language], kind: CodeActionKind.RefactorRewrite, data }];
}

const TURN_TITLE: Bilingual = {
  en: 'Turn this block into a `segno` block',
  'zh-cn': '把这个代码块改为 `segno` 代码块',
};

type FencedBlock = Block & { readonly fence: Fence };

/** The fenced block that a position stands in, its fences included. */
function fencedAt({ analysis }: Note, { line }: Position): FencedBlock | undefined {
  return analysis.blocks.find(
    (block): block is FencedBlock =>
      block.fence !== undefined &&
      block.fence.line <= line &&
      line < block.line - 1 + block.lines.length + (block.fence.closed ? 1 : 0),
  );
}

function turnIntoSegno(note: Note, position: Position): CodeAction[] {
  const fence = fencedAt(note, position)?.fence;
  if (!fence || isSegnoFence(fence)) return [];
  const edit = { changes: { [note.uri]: [toTextEdit({ range: fence.info, text: 'segno' })] } };
  return [{ title: TURN_TITLE[note.options.language], kind: CodeActionKind.RefactorRewrite, edit }];
}

const EXTRACT = 'extract';

const EXTRACT_TITLE: Bilingual = {
  en: 'Extract this block into a `.segno` file',
  'zh-cn': '把这个代码块提取到 `.segno` 文件',
};

function extractBlock(note: Note, position: Position, client: ClientCapabilities): CodeAction[] {
  if (!mayCreateBeside(note, client) || !fencedAt(note, position)) return [];
  const data: Chosen = { uri: note.uri, id: EXTRACT, position };
  return [{ title: EXTRACT_TITLE[note.options.language], kind: CodeActionKind.RefactorExtract, data }];
}

/** The edit that writes the block at a position into a new file beside the note, and a link in its place. */
async function extraction(
  note: Note,
  position: Position,
  exists: (uri: string) => Promise<boolean>,
): Promise<WorkspaceEdit | undefined> {
  const block = fencedAt(note, position);
  if (!block) return undefined;
  const { stem, text, link } = extract(note.text, block, note.options);
  const { name, uri } = await freeBeside(note, stem, exists);
  return {
    documentChanges: [
      ...created(uri, text),
      { textDocument: { uri: note.uri, version: note.version }, edits: [toTextEdit(link(name))] },
    ],
  };
}

/** An action that takes a block out, with its edits; any other as it is. `exists` tells which names are taken. */
export async function resolveExtraction(
  action: CodeAction,
  noteOf: (uri: string) => Note | undefined,
  exists: (uri: string) => Promise<boolean>,
): Promise<CodeAction> {
  const data: unknown = action.data;
  const note = isChosen(data) && data.id === EXTRACT ? noteOf(data.uri) : undefined;
  const edit = note && isChosen(data) ? await extraction(note, data.position, exists) : undefined;
  return edit ? { ...action, edit } : action;
}

/** An action with its edits. */
export function resolveRefactoring(
  action: CodeAction,
  noteOf: (uri: string) => Note | undefined,
): CodeAction {
  const data: unknown = action.data;
  if (!isChosen(data)) return action;
  const note = noteOf(data.uri);
  const scenario = note && scenarioAt(note, data.position);
  if (!scenario) return action;
  const edits =
    data.id === LOSE
      ? loseSegment(note, scenario, data.position.line + 1)
      : REFACTORINGS[data.id]?.edits(note, scenario);
  return edits ? { ...action, edit: { changes: { [note.uri]: edits.map(toTextEdit) } } } : action;
}
