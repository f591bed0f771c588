/** A loss that should be none, or a segment that arrives and should be lost. */
import type { Scene } from '../scene.js';
import { after, type Seq } from '../../tcp/seq.js';
import { sackBlocks } from '../sack.js';
import type { Expr, SegmentStatement } from '../script.js';
import { at } from '../world.js';
import { repair, type Attempt, type Mistake, type Spot } from './repair.js';

/** So many lines above the one in error, what arrives is doubted; further above, only what is lost. */
const NEAR = 8;

/** So many lines below a loss may send the segment again. */
const REACH = 16;

export const fate = repair({
  name: 'fate',
  reach: 'note',
  isFar: true,
  *tries({ scene, spots, statement, index, refusal }) {
    for (const spot of spots) {
      const { statement: one, index: from, rest } = spot;
      // The line in error itself only where the state that it claims would hold then.
      if (one.kind !== 'segment' || (rest.length === 0 && one.states.length === 0)) continue;
      if (one.fate !== 'lost' && (one.fate !== 'delivered' || index - from > NEAR)) continue;
      const other = one.fate === 'lost' ? 'delivered' : 'lost';
      yield {
        from,
        moves: [{ statement: { ...one, fate: other }, index: from }, ...rest],
        ...sureOf(spot, { scene, statement, index, refusal }),
      };
    }
  },
});

/** What it costs and tells, where what comes below leaves no doubt. */
function sureOf(
  spot: Spot,
  { scene, statement, index, refusal }: Pick<Mistake, 'scene' | 'statement' | 'index' | 'refusal'>,
): Pick<Attempt, 'cost' | 'anywhere' | 'told'> {
  const { statement: one, index: from, world } = spot;
  if (one.kind !== 'segment' || statement.kind !== 'segment') return {};
  if (from === index) return one.fate === 'lost' ? { cost: 'fate-claimed' } : {};
  const fault = refusal?.found[0]?.fault;
  if (isMissed(one, statement, (expr) => scene.resolve(world, expr)) && fault?.code === 'ack-behind') {
    const related = [{ place: at(from, 'segment'), note: 'arrived' as const }];
    return {
      cost: 'fate-sure',
      anywhere: true,
      told: { fault: { ...fault, because: 'missing' }, place: at(index, 'ack'), related },
    };
  }
  if (!isAnswered(one, statement)) return {};
  if (isSentAgain(scene, spot)) return { cost: 'fate-answered', anywhere: true };
  const sure = { cost: 'fate-sure', anywhere: true } as const;
  if (fault?.code !== 'wrong-ack-number' && fault?.code !== 'ack-before-syn') return sure;
  const related = [{ place: at(from, 'segment'), note: 'lost' as const }];
  const part = fault.code === 'wrong-ack-number' ? 'ack' : 'flag.ACK';
  const told = { fault: { ...fault, because: 'lost' as const }, place: at(index, part), related };
  return { ...sure, told };
}

/** Whether a SACK block says that what lies before it is missing, which the acknowledgment asks for. */
function isMissed(
  one: SegmentStatement,
  answer: SegmentStatement,
  resolve: (expr: Expr | undefined) => Seq | undefined,
): boolean {
  const ack = resolve(answer.ack);
  const isAnswer = one.fate === 'delivered' && answer.from === one.to && answer.to === one.from;
  return isAnswer && ack !== undefined && sackBlocks(answer, resolve).some(({ from }) => after(from, ack));
}

/** Whether what its receiver sends answers it although it was lost. */
function isAnswered(lost: SegmentStatement, answer: SegmentStatement): boolean {
  if (lost.fate !== 'lost' || answer.origin !== 'new' || answer.fate === 'arrived') return false;
  // What is under way has no receiver yet.
  return answer.from === lost.to && (answer.to === lost.from || answer.fate === 'sent');
}

/** Whether a line below looks like the segment sent again. */
function isSentAgain(scene: Scene, { statement: lost, index, world }: Spot): boolean {
  if (lost.kind !== 'segment') return false;
  const start = scene.resolve(world, lost.seq);
  return scene.lines.slice(index + 1, index + 1 + REACH).some((below) => {
    if (below.kind !== 'segment' || below.origin !== 'new') return false;
    if (below.from !== lost.from || below.to !== lost.to) return false;
    if (below.flags.has('SYN') !== lost.flags.has('SYN')) return false;
    if (below.data !== lost.data && below.flags.has('FIN') !== lost.flags.has('FIN')) return false;
    const again = scene.resolve(world, below.seq);
    return start === undefined || again === undefined ? below.len === lost.len : start === again;
  });
}
