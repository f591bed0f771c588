import { rule, type Finding } from './rule.js';
import { happenings, hearer, opensHere, type Life } from './wire.js';
import type { Earlier } from '../exchange/excerpt/under-way.js';
import { sackBlocks, type Block } from '../exchange/sack.js';
import type { SegmentStatement } from '../exchange/script.js';
import type { SegmentStep, Trace } from '../exchange/trace.js';
import { rewrite } from './text.js';
import { add, after, atOrBefore, before, later } from '../tcp/seq.js';

/** No more blocks than that fit into the 40 octets of options; a timestamp takes the room of one (RFC 2018 §3). */
const MOST_BLOCKS = 4;

export const wrongSackBlock = rule({
  code: 'wrong-sack-block',
  section: '3.2.1',
  title: { en: 'A SACK block of what has not arrived', 'zh-cn': 'SACK 块所指的数据并未到达' },
  explanation: {
    en: `A SACK block names octets that have arrived beyond the acknowledgment number, from its first octet up to but not
including its second (RFC 2018 §3). Its sender has received every octet of it, though it may drop them again later.

The first block may instead repeat octets that came twice (D-SACK, RFC 2883); then they lie below the acknowledgment
number, or within the second block. Other blocks do not overlap. Four blocks fit into a segment, three beside a timestamp.`,
    'zh-cn': `SACK 块指出确认号之后已经到达的字节，从第一个数起，到第二个数之前为止（RFC 2018 §3）。发送者必须收到过其中的每个字节，尽管以后可能再丢弃它们。

第一个块也可以指出重复到达的字节（D-SACK，RFC 2883），这时它们位于确认号之前，或在第二个块之内。其他块互不重叠。一个报文段最多容纳四个块，带时间戳时三个。`,
  },
  examples: {
    bad: [
      'begin\nC: ESTABLISHED(snd=100)\nC -> DATA(10, seq=100) -x S\nC -> DATA(10, seq=110) -> S\nC <- ACK(ack=100, sack=110..130) <- S\nend',
    ],
    good: [
      'begin\nC: ESTABLISHED(snd=100)\nC -> DATA(10, seq=100) -x S\nC -> DATA(10, seq=110) -> S\nC <- ACK(ack=100, sack=110..120) <- S\nend',
      'begin\nC: ESTABLISHED(snd=100)\nC -> DATA(10, seq=100) -> S\nC -> DATA(10, seq=100) -> S\nC <- ACK(ack=110, sack=100..110) <- S\nend',
    ],
  },
  message({ end, from, to, why }, { say, speak }) {
    const block = `\`${speak(from)}..${speak(to)}\``;
    switch (why) {
      case 'backwards':
        return say({
          en: `The SACK block ${block} should end after it begins.`,
          'zh-cn': `SACK 块 ${block} 的末尾应在开头之后。`,
        });
      case 'not-received':
        return say({
          en: `The SACK block ${block} should name only octets that have arrived at ${end}: not all of these have.`,
          'zh-cn': `SACK 块 ${block} 只应指出已经到达 ${end} 的字节：其中有些并未到达。`,
        });
      case 'not-repeated':
        return say({
          en: `The SACK block ${block} lies below the acknowledgment number, so its octets should have come twice: they have not.`,
          'zh-cn': `SACK 块 ${block} 位于确认号之前，其中的字节应是重复到达的：实际并没有。`,
        });
      case 'overlap':
        return say({
          en: `The SACK block ${block} overlaps one before it: blocks are runs of octets apart from one another.`,
          'zh-cn': `SACK 块 ${block} 与前面的块重叠：各块应是互不相连的字节段。`,
        });
      case 'too-many':
        return say({
          en: `The SACK block ${block} has no room: four blocks fit into a segment, three beside a timestamp.`,
          'zh-cn': `SACK 块 ${block} 放不下：一个报文段最多容纳四个块，带时间戳时三个。`,
        });
    }
  },
  short: ({ why }, { say }) =>
    why === 'too-many'
      ? say({ en: 'too many SACK blocks', 'zh-cn': 'SACK 块过多' })
      : why === 'overlap'
        ? say({ en: 'SACK blocks overlap', 'zh-cn': 'SACK 块重叠' })
        : why === 'backwards'
          ? say({ en: 'SACK block runs backwards', 'zh-cn': 'SACK 块首尾颠倒' })
          : why === 'not-repeated'
            ? say({ en: 'SACK block came only once', 'zh-cn': 'SACK 块并未重复到达' })
            : say({ en: 'SACK block has not arrived', 'zh-cn': 'SACK 块尚未到达' }),
  fixes(fault, context) {
    const { trace, statement, found } = context;
    const { from, to, arrived, end } = fault;
    if (statement.kind !== 'segment' || fault.why !== 'not-received') return [];
    const lost = trace.steps.filter(
      (step): step is SegmentStep =>
        step.kind === 'segment' &&
        step.statement < found.place.statement &&
        step.fate === 'lost' &&
        step.to === end &&
        step.seq !== null &&
        common({ from: step.seq, to: add(step.seq, step.len) }, { from, to }).length > 0,
    );
    const isOnly = statement.options.filter(({ name }) => name === 'sack').length === 1;
    const block = arrived && `sack=${trace.speak(arrived.from)}..${trace.speak(arrived.to)}`;
    return [
      ...(block !== undefined && isOnly ? [rewrite('option.sack', block, context)] : []),
      ...lost.map((step) => ({
        title: { en: 'Above: let it arrive', 'zh-cn': '在上文改为到达' },
        place: { statement: step.statement, part: 'whole' as const },
        text: '',
        where: 'arrives' as const,
      })),
    ];
  },
  check(trace) {
    if (!trace.script.statements.some(hasBlocks)) return [];
    const found: Finding<'wrong-sack-block'>[] = [];
    const arrived = new Map<Life, Arrived>();
    const meant = lengthsMeant(trace);
    for (const happening of happenings(trace)) {
      const { kind, step, written, life } = happening;
      const earlier = kind === 'sent' && hasBlocks(written) ? earlierTo(trace, step, life) : undefined;
      if (earlier !== undefined) {
        const { once = [], twice = [] } = arrived.get(life) ?? {};
        // What lay between the two ends when the scenario began may have arrived.
        const { rcv = earlier.received } = step.before[life.end] ?? {};
        const between = { from: earlier.open.rcv ? rcv : earlier.received, to: earlier.sent };
        if (before(between.from, between.to)) arrived.set(life, { once: joined(once, between), twice });
      }
      const wrong = kind === 'sent' ? firstWrong(trace, step, written, life, arrived.get(life)) : undefined;
      if (wrong) {
        found.push({
          fault: { code: 'wrong-sack-block', end: life.end, ...wrong },
          place: { statement: step.statement, part: 'option.sack' },
          related: [],
        });
        // It is told once: from here on the octets count as arrived.
        const { once = [], twice = [] } = arrived.get(life) ?? {};
        arrived.set(life, { once: joined(once, wrong), twice: joined(twice, wrong) });
      }
      const to = hearer(happening, trace);
      const len = meant.get(step.statement) ?? step.len;
      const octets = len + (step.flags.includes('SYN') ? 1 : 0) + (step.flags.includes('FIN') ? 1 : 0);
      if (to === undefined || step.seq === null || octets === 0) continue;
      const block = { from: step.seq, to: add(step.seq, octets) };
      const { once = [], twice = [] } = arrived.get(to) ?? {};
      arrived.set(to, {
        once: joined(once, block),
        twice: once.flatMap((other) => common(other, block)).reduce(joined, twice),
      });
    }
    return found;
  },
});

/** The lengths that other problems find wrong, as they were meant. */
function lengthsMeant({ faults }: Trace): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  for (const { statement, how, as } of faults.flatMap(({ meant = [] }) => meant)) {
    if (how === 'as' && as?.kind === 'segment' && as.len !== undefined) lengths.set(statement, as.len);
  }
  return lengths;
}

function hasBlocks(statement: Trace['script']['statements'][number]): boolean {
  return statement.kind === 'segment' && statement.options.some(({ name }) => name === 'sack');
}

type Wrong = Omit<Finding<'wrong-sack-block'>['fault'], 'code' | 'end'>;

function firstWrong(
  trace: Trace,
  step: SegmentStep,
  written: SegmentStatement,
  life: Life,
  arrived: Arrived = { once: [], twice: [] },
): Wrong | undefined {
  const blocks = sackBlocks(written, (expr) => trace.resolve(expr));
  const stamped = written.options.some(({ name }) => name === 'ts');
  const last = blocks[stamped ? MOST_BLOCKS - 1 : MOST_BLOCKS];
  if (last) return { ...last, why: 'too-many' };
  const tcb = step.before[life.end];
  // Numbers of a stream that the note leaves open cannot be compared.
  if (tcb === undefined || !trace.known(tcb.rcv)) return undefined;
  for (const block of blocks) {
    const { from, to } = block;
    if (!before(from, to)) return { from, to, why: 'backwards' };
    if (overlaps(block, blocks)) return { from, to, why: 'overlap' };
    const named = { from: later(from, tcb.rcv), to };
    // How much the peer had sent when the scenario began is not said.
    const isOpen = earlierTo(trace, step, life)?.open.nxt === true;
    if (!isOpen && !holds(arrived.once, named)) {
      const [run, ...more] = arrived.once.flatMap((one) => common(one, named));
      return { from, to, why: 'not-received', ...(run && more.length === 0 ? { arrived: run } : {}) };
    }
    const isShown = tcb.irs !== undefined && opensHere(life, trace);
    const wholeStory = isShown && holds(arrived.once, { from: tcb.irs, to: tcb.rcv });
    const repeated = trace.script.mode === 'notes' && wholeStory && atOrBefore(to, tcb.rcv);
    if (repeated && !holds(arrived.twice, block)) return { from, to, why: 'not-repeated' };
  }
  return undefined;
}

/** What was on its way to the sender of the segment when the scenario began, if its connection is still that one. */
function earlierTo(trace: Trace, step: SegmentStep, { end }: Life): Earlier | undefined {
  return step.before[end]?.opened === undefined ? trace.earlier.get(end) : undefined;
}

/**
 * Whether a block has octets in common with one before it. Blocks are isolated (RFC 2018 §3); only the first may repeat
 * octets within the second (D-SACK, RFC 2883 §4).
 */
function overlaps(block: Block, blocks: readonly Block[]): boolean {
  const index = blocks.indexOf(block);
  return blocks.slice(0, index).some((other, at) => {
    const inside = at === 0 && index === 1 && holds([block], other);
    return !inside && common(other, block).length > 0;
  });
}

/** What has arrived at an end, at least once and at least twice: runs that do not touch. */
interface Arrived {
  readonly once: readonly Block[];
  readonly twice: readonly Block[];
}

/** The runs with one more, which joins those that it touches. */
function joined(runs: readonly Block[], { from, to }: Block): readonly Block[] {
  const apart = runs.filter((run) => after(run.from, to) || before(run.to, from));
  const touched = runs.filter((run) => !apart.includes(run));
  const whole = touched.reduce(
    (sum, run) => ({ from: before(run.from, sum.from) ? run.from : sum.from, to: later(run.to, sum.to) }),
    { from, to },
  );
  return [...apart, whole];
}

/** The octets that two blocks have in common. */
function common(one: Block, other: Block): readonly Block[] {
  const from = later(one.from, other.from);
  const to = before(one.to, other.to) ? one.to : other.to;
  return before(from, to) ? [{ from, to }] : [];
}

/** Whether every octet of the block is in the runs. */
function holds(runs: readonly Block[], { from, to }: Block): boolean {
  return !before(from, to) || runs.some((run) => atOrBefore(run.from, from) && atOrBefore(to, run.to));
}
