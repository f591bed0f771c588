/** As if the right number or flag had been written: what its sender would have sent in place of it. */
import { emit, type Draft, type EmitContext, type Emission, type Objection } from '../../tcp/emit.js';
import type { Seq } from '../../tcp/seq.js';
import type { Tcb } from '../../tcp/tcb.js';
import type { Expr, SegmentStatement } from '../script.js';
import type { Found } from '../trace.js';
import { repair } from './repair.js';

export const right = repair({
  name: 'right',
  reach: 'line',
  tellsAll: true,
  *tries({ statement, index, refusal }) {
    if (statement.kind !== 'segment' || refusal?.right === undefined) return;
    const told = bothNumbers(refusal.found);
    yield {
      given: refusal.world,
      moves: [{ statement: putRight(statement, refusal.right), index }],
      shown: true,
      ...(told ? { told, cost: 'right-both' } : {}),
    };
  },
});

/** Both numbers belong to another place in the connection, which is one mistake. */
export function bothNumbers([first, second, ...more]: readonly Found[]):
  Pick<Found, 'fault' | 'place'> | undefined {
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  const { fault, place } = first;
  const { code } = second.fault;
  if (code !== 'wrong-ack-number' && code !== 'ack-of-unsent-data' && code !== 'ack-behind') return undefined;
  if (fault.code !== 'wrong-sequence-number' && fault.code !== 'sequence-gap') return undefined;
  const { written, expected } = second.fault;
  return { fault: { ...fault, ack: { written, expected } }, place };
}

/** What an end can make of a draft; where it cannot send it, of the draft put right. */
export interface Judged {
  readonly emissions: readonly Emission[];
  /** All that is wrong with the draft, or, where it is only doubtful, what speaks against it. */
  readonly objections: readonly Objection[];
  readonly right: Draft | undefined;
  readonly doubtful: boolean;
}

/** More than that is no slip of the pen. */
const MOST_SLIPS = 3;

export function judge(tcb: Tcb, draft: Draft, context: EmitContext): Judged {
  const objections: Objection[] = [];
  let right = draft;
  for (let slips = 0; slips < MOST_SLIPS; slips++) {
    const { emissions, objection } = emit(tcb, right, context);
    if (objection === undefined) {
      const doubts = objections.length === 0 ? (emissions[0]?.doubts ?? []) : [];
      const [doubt] = doubts;
      const sure = doubt === undefined ? right : corrected(right, doubt);
      const doubtful = objections.length === 0;
      return { emissions, objections: doubtful ? doubts : objections, right: sure, doubtful };
    }
    const next = corrected(right, objection);
    // What is wrong with the line put right, and no number or flag mends, comes of having put it right so.
    if (next !== undefined || objections.length === 0) objections.push(objection);
    if (next === undefined) return { emissions: [], objections, right: undefined, doubtful: false };
    right = next;
  }
  return { emissions: [], objections, right: undefined, doubtful: false };
}

/** The draft without the one thing wrong that the objection names; undefined where that is not one number or flag. */
function corrected(draft: Draft, objection: Objection): Draft | undefined {
  switch (objection.code) {
    case 'wrong-sequence-number':
    case 'sequence-gap':
      return { ...draft, seq: objection.expected };
    case 'wrong-ack-number':
    case 'ack-behind':
      return { ...draft, ack: objection.expected };
    case 'initial-number-too-low':
      return { ...draft, seq: objection.least };
    case 'missing-ack-flag':
      return { ...draft, flags: new Set([...draft.flags, 'ACK']) };
    case 'wrong-reset-numbers': {
      const { field, expected } = objection;
      if (field === 'seq') return { ...draft, seq: expected };
      const flags = new Set(draft.flags);
      if (expected === undefined) flags.delete('ACK');
      else flags.add('ACK');
      return { ...draft, flags, ack: expected };
    }
    case 'repeat-differs':
      if (objection.what === 'payload') return { ...draft, payload: undefined };
      return { ...draft, seq: objection.seq, len: objection.len, payload: undefined };
    default:
      return undefined;
  }
}

/** The line with what is different in the draft. */
function putRight(statement: SegmentStatement, { flags, seq, ack, len, payload }: Draft): SegmentStatement {
  const { seq: _seq, ack: _ack, payload: _payload, ...rest } = statement;
  const number = (written: Expr | undefined, right: Seq | undefined): Expr | undefined =>
    right === undefined ? written : { offset: right };
  const numbers = { seq: number(statement.seq, seq), ack: number(statement.ack, ack) };
  return {
    ...rest,
    flags,
    ...(numbers.seq === undefined ? {} : { seq: numbers.seq }),
    ...(numbers.ack === undefined || !flags.has('ACK') ? {} : { ack: numbers.ack }),
    ...(len === undefined ? {} : { len }),
    ...(payload === undefined ? {} : { payload }),
  };
}
