/** What may stand after the name of an end and a colon: what it does, its state, the path of its states. */
import { CompletionItemKind } from 'vscode-languageserver';
import { possibleCalls, tcbOf } from '../../../exchange/next/standing.js';
import type { Call, Statement } from '../../../exchange/script.js';
import { parseState, STATES, type State } from '../../../tcp/state.js';
import { CHINESE_CALLS } from '../../keywords.js';
import { writeCall } from '../../write.js';
import { CALL_WORDS, explained } from '../glossary.js';
import { inCounters } from './arguments.js';
import { opposite, stateItem } from './exchange.js';
import { documentation, TEXT, type List } from './list.js';
import { depthOf, RIGHT, WORD } from './patterns.js';

/** The states that may follow one another on a path (RFC 9293 §3.3.2, figure 5, and what resets and calls do). */
const FOLLOWING: Readonly<Record<State, readonly State[]>> = {
  CLOSED: ['LISTEN', 'SYN_SENT'],
  LISTEN: ['SYN_RCVD', 'SYN_SENT', 'CLOSED'],
  SYN_SENT: ['ESTABLISHED', 'SYN_RCVD', 'CLOSED'],
  SYN_RCVD: ['ESTABLISHED', 'FIN_WAIT_1', 'LISTEN', 'CLOSED'],
  ESTABLISHED: ['FIN_WAIT_1', 'CLOSE_WAIT', 'CLOSED'],
  FIN_WAIT_1: ['FIN_WAIT_2', 'CLOSING', 'TIME_WAIT', 'CLOSED'],
  FIN_WAIT_2: ['TIME_WAIT', 'CLOSED'],
  CLOSE_WAIT: ['LAST_ACK', 'CLOSED'],
  CLOSING: ['TIME_WAIT', 'CLOSED'],
  LAST_ACK: ['CLOSED'],
  TIME_WAIT: ['CLOSED', 'SYN_RCVD'],
};

const PATH = new RegExp(String.raw`^(.*?)([\p{ID_Continue}_-]+)\s*${RIGHT}(\s*)([\p{ID_Continue}_-]*)$`, 'u');

/** `rest` is what stands behind the colon and the blanks after it. */
export function afterColon(
  list: List,
  name: string,
  peer: string | undefined,
  blank: string,
  rest: string,
): void {
  const path = PATH.exec(rest);
  if (depthOf(rest) > 0) inCounters(list, rest);
  else if (path) following(list, path[2] ?? '', path[3] === '' ? ' ' : '', (path[4] ?? '').length);
  else if (/[[【][^\]】]*$/u.test(rest))
    for (const one of STATES) stateItem(list, one, WORD.exec(rest)?.[0].length ?? 0);
  else if (/^[\w\p{Script=Han}-]*$/u.test(rest)) word(list, name, peer, blank === '' ? ' ' : '', rest.length);
}

function following(list: List, before: string, gap: string, typed: number): void {
  const state = parseState(before);
  const likely = state ? FOLLOWING[state] : [];
  for (const one of [...likely, ...STATES]) stateItem(list, one, typed, TEXT.state, gap);
}

function word(list: List, name: string, peer: string | undefined, gap: string, typed: number): void {
  const { script } = list.cursor;
  const { spelling } = list;
  const other = peer ?? opposite(list.cursor, name)[0];
  const now = tcbOf(script, name, other)?.state;
  const { language } = list.note.options;
  const started = script.statements.some(
    (one) => one.kind === 'segment' && (one.from === name || one.to === name),
  );
  for (const call of byUse(possibleCalls(script, name, other), now)) {
    const text = writeCall(call, spelling);
    const end = { name, ...(peer === undefined ? {} : { peer }) };
    const statement: Statement = { kind: 'call', line: 1, endLine: 1, end, call, states: [] };
    list.add(
      gap + text,
      typed,
      {
        kind: CompletionItemKind.Method,
        detail: `${list.say(TEXT.call)} ${spelling === 'chinese' ? call : CHINESE_CALLS[call]}`,
        ...documentation(explained(call, CALL_WORDS[call], language)),
      },
      { statement },
    );
  }
  if (now) stateItem(list, now, typed, TEXT.now, gap);
  // Before its first event, a line may set any state.
  if (!started) for (const one of STATES) stateItem(list, one, typed, TEXT.state, gap);
}

/** Calls in the order in which they are wanted. */
function byUse(calls: readonly Call[], state: State | undefined): Call[] {
  const first: readonly Call[] =
    state === 'TIME_WAIT' ? ['2MSL'] : state === 'CLOSED' ? ['listen', 'connect'] : ['close', 'send'];
  return [...first.filter((call) => calls.includes(call)), ...calls.filter((call) => !first.includes(call))];
}
