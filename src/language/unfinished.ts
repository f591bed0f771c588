/**
 * Whether a line that is being typed may still become right.
 *
 * The rules of the grammar call one another without ever coming back to themselves, so that what a line may be made of
 * is a regular language of tokens: a machine with states, built from the grammar itself, tells which tokens may go on.
 */
import { GrammarAST, type Grammar } from 'langium';
import { FLAGS } from '../tcp/segment.js';
import { STATES } from '../tcp/state.js';
import { CALL_SPELLINGS, ENDPOINT_SPELLINGS, KEYWORD_SPELLINGS, MODE_SPELLINGS } from './keywords.js';
import { groupLines } from './lines.js';
import { parseLine } from './parse.js';
import { scanLine, type Token } from './scanner.js';
import { segnoGrammar } from './segno-module.js';
import { isWholeStatement } from './words.js';
import { RESTS } from './moments.js';

/** What leads on from a state of the machine: to others at once, or by a token. */
interface State {
  readonly free: State[];
  readonly by: Map<string, State[]>;
}

interface Machine {
  readonly start: State;
  readonly end: State;
}

const newState = (): State => ({ free: [], by: new Map() });

function machineOf(grammar: Grammar): Machine {
  const line = grammar.rules.find(({ name }) => name === 'Line');
  if (!line || !GrammarAST.isParserRule(line)) throw new TypeError('the grammar has no lines');
  const machine = { start: newState(), end: newState() };
  connect(line.definition, machine.start, machine.end);
  return machine;
}

/** Leads from one state to another by what an element of the grammar stands for. */
function connect(element: GrammarAST.AbstractElement, from: State, to: State): void {
  const { cardinality } = element;
  if (cardinality === undefined) {
    once(element, from, to);
    return;
  }
  const [before, after] = [newState(), newState()];
  from.free.push(before);
  after.free.push(to);
  once(element, before, after);
  if (cardinality !== '+') from.free.push(to);
  if (cardinality !== '?') after.free.push(before);
}

function once(element: GrammarAST.AbstractElement, from: State, to: State): void {
  if (GrammarAST.isAlternatives(element)) {
    for (const one of element.elements) connect(one, from, to);
  } else if (GrammarAST.isGroup(element)) {
    let last = from;
    for (const one of element.elements) {
      const next = newState();
      connect(one, last, next);
      last = next;
    }
    last.free.push(to);
  } else if (GrammarAST.isAssignment(element)) {
    connect(element.terminal, from, to);
  } else if (GrammarAST.isRuleCall(element)) {
    const rule = element.rule.ref;
    if (rule && GrammarAST.isParserRule(rule)) connect(rule.definition, from, to);
    else if (rule) from.by.set(rule.name, [...(from.by.get(rule.name) ?? []), to]);
  } else {
    // An action reads nothing.
    from.free.push(to);
  }
}

/** All states that can be reached at once, or, with `skipping`, by whatever tokens. */
function reach(states: Iterable<State>, skipping = false): Set<State> {
  const reached = new Set(states);
  for (const state of reached) {
    for (const next of state.free) reached.add(next);
    if (skipping) for (const some of state.by.values()) for (const next of some) reached.add(next);
  }
  return reached;
}

function step(states: ReadonlySet<State>, tokens: readonly Token[]): ReadonlySet<State> {
  let now = states;
  for (const { type } of tokens) now = reach([...now].flatMap((state) => state.by.get(type) ?? []));
  return now;
}

let machine: Machine | undefined;

/** Whether a statement may begin with these tokens and have those further on. */
function isPartOfLine(before: readonly Token[], after: readonly Token[]): boolean {
  machine ??= machineOf(segnoGrammar());
  const read = step(reach([machine.start]), before);
  return reach(step(reach(read, true), after), true).has(machine.end);
}

/** Spellings of more than one character, which are something else, or nothing, as long as they are not whole. */
const SIGNS = [
  '->',
  '<-',
  '-x',
  'x-',
  '...',
  '……',
  '。。。',
  '==',
  '..',
  '//',
  '/*',
  '－＞',
  '《－',
  '－x',
  'x－',
  '""',
  '“”',
];

/** Every word of the notation. */
const WORDS = [
  ...ENDPOINT_SPELLINGS,
  ...KEYWORD_SPELLINGS,
  ...CALL_SPELLINGS,
  ...MODE_SPELLINGS,
  ...FLAGS,
  'DATA',
  ...STATES,
];

/** What a statement may lack that only its text makes whole: `note C`. */
const TEXTS = ['x', ' x', ': x'];

/** The rest of each of these spellings that a text ends with a part of. */
function rests(text: string, spellings: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return spellings.flatMap((spelling) =>
    Array.from({ length: spelling.length - 1 }, (_, index) => index + 1)
      .filter((length) => lower.endsWith(spelling.slice(0, length).toLowerCase()))
      .map((length) => spelling.slice(length)),
  );
}

/**
 * Whether a statement that cannot be read is only unfinished: with more typed at the cursor, and at its end, it may become
 * one. `above` are its lines above the one that is being typed.
 */
export function isUnfinished(above: readonly string[], before: string, after: string): boolean {
  const tokensOf = (line: string): readonly Token[] => groupLines([...above, line]).at(-1)?.tokens ?? [];
  const text = (line: string): string => [...above, line].join('\n');
  const { tokens, opens } = scanLine(before);
  if (tokens.length === 0 || opens !== undefined) return true;
  if ('line' in parseLine(text(before + after))) {
    // Every token is where it may be, but a word is not one yet.
    const last = tokens.at(-1);
    const begun = last?.end === before.length && (last.type === 'MOMENT' || last.type === 'DURATION');
    const lacking = isWholeStatement(text(before + after)) ? [] : TEXTS;
    return [...rests(before, WORDS), ...(begun ? RESTS : []), ...lacking].some((rest) =>
      isWholeStatement(text(before + rest + after)),
    );
  }
  const last = above.length;
  const behind = groupLines([...above, before + after])
    .at(-1)
    ?.tokens.filter((token) => token.line === last && token.start >= before.length);
  const open = tokens.at(-1)?.type === 'STRAY' ? ['"', '\\"'] : [];
  return [
    '',
    ...rests(before, SIGNS),
    ...rests(before, KEYWORD_SPELLINGS),
    ...rests(before, ENDPOINT_SPELLINGS),
    ...open,
  ].some((rest) => isPartOfLine(tokensOf(before + rest), behind ?? []));
}
