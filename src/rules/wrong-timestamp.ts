import { rule, type Finding } from './rule.js';
import { rewrite } from './text.js';
import { happenings, hearer, opensHere, type Life } from './wire.js';
import { timestampsIn, type Timestamps } from '../tcp/options.js';
import { after, before, seq } from '../tcp/seq.js';
import type { SegmentStep } from '../exchange/trace.js';

export const wrongTimestamp = rule({
  code: 'wrong-timestamp',
  section: '3.2.1',
  title: { en: 'A timestamp that cannot be', 'zh-cn': '不可能的时间戳' },
  explanation: {
    en: `\`ts=TSval/TSecr\` carries the sender's clock and the clock value that it echoes (RFC 7323 §3). The clock of one end
never goes back while a connection lasts, not even on a retransmission, though it may stand still. An end echoes a value that
it has received from its peer, and nothing else; only a SYN has nothing to echo yet.

The values count modulo 2^32. Only those written as numbers are checked.`,
    'zh-cn': `\`ts=TSval/TSecr\` 携带发送方的时钟值和它回显的时钟值（RFC 7323 §3）。在一个连接期间，一端的时钟绝不会倒退，重传时也不会，但可以不变。一端只能回显从对端收到的值；只有 SYN 还没有可回显的值。

这些值按模 2^32 计算。只检查写成数字的时间戳。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(ts=100/0) -> S\nC <- SYN+ACK(ts=500/100) <- S\nC -> ACK(ts=99/500) -> S\nend',
      'begin\nC -> SYN(ts=100/0) -> S\nC <- SYN+ACK(ts=500/101) <- S\nC -> ACK(ts=110/500) -> S\nend',
    ],
    good: ['begin\nC -> SYN(ts=100/0) -> S\nC <- SYN+ACK(ts=500/100) <- S\nC -> ACK(ts=110/500) -> S\nend'],
  },
  message: ({ end, field, written, right }, { say }) =>
    field === 'tsval'
      ? say({
          en: `TSval of ${end} should be \`${right}\` or later, not \`${written}\`: it has sent that already, and its clock never goes back.`,
          'zh-cn': `${end} 的 TSval 应不早于 \`${right}\`，而不是 \`${written}\`：前者已经发送过，时钟不会倒退。`,
        })
      : say({
          en: `TSecr of ${end} should be \`${right}\`, not \`${written}\`: an end echoes only what its peer has sent.`,
          'zh-cn': `${end} 的 TSecr 应为 \`${right}\`，而不是 \`${written}\`：只能回显对端发送过的值。`,
        }),
  short: ({ field, right }, { say }) =>
    field === 'tsval'
      ? say({ en: `TSval should be ${right} or later`, 'zh-cn': `TSval 应不早于 ${right}` })
      : say({ en: `TSecr should be ${right}`, 'zh-cn': `TSecr 应为 ${right}` }),
  fixes: ({ field, written, right, other }, context) => [
    rewrite('option.ts', field === 'tsval' ? `ts=${right}/${other}` : `ts=${other}/${right}`, context),
    // Each may stand in the place of the other.
    ...(field === 'tsecr' && right === other
      ? [rewrite('option.ts', `ts=${written}/${other}`, context)]
      : []),
  ],
  check(trace) {
    if (!trace.script.statements.some((one) => one.kind === 'segment' && timestampsIn(one))) return [];
    const found: Finding<'wrong-timestamp'>[] = [];
    const strict = trace.script.mode === 'strict';
    const clocks = new Map<Life, Clock>();
    const clockOf = (life: Life): Clock => {
      const clock = clocks.get(life) ?? newClock(opensHere(life, trace));
      clocks.set(life, clock);
      return clock;
    };
    for (const happening of happenings(trace)) {
      const { kind, step, written, life } = happening;
      const stamps = timestampsIn(written);
      if (kind === 'sent' && stamps && !step.flags.includes('RST')) {
        const clock = clockOf(life);
        const wrong = wrongValue(clock, stamps, step, strict) ?? wrongEcho(clock, stamps, step, strict);
        if (wrong) {
          found.push({
            fault: { code: 'wrong-timestamp', end: life.end, ...wrong },
            place: { statement: step.statement, part: 'option.ts' },
            related: [],
          });
          // What is written is told once, and then taken for right, in either place.
          adopt(clock, stamps.ecr);
          const peer = step.to === null ? undefined : happening.peer;
          if (peer) adopt(clockOf(peer), stamps.ecr);
        }
        const isLater = clock.last === undefined || after(seq(stamps.val), seq(clock.last));
        if (isLater || wrong) clock.last = stamps.val;
      }
      const to = hearer(happening, trace);
      if (to) hear(clockOf(to), step, stamps);
    }
    return found;
  },
});

/** What one end knows of clocks. */
interface Clock {
  /** The latest value that it has sent, and the latest that it has received. */
  last: number | undefined;
  received: number | undefined;
  /** All that it has received; whether each segment from its SYN on wrote one. */
  readonly values: Set<number>;
  complete: boolean;
}

/** Who had the SYN before the first line may echo what came before. */
function newClock(complete: boolean): Clock {
  return { last: undefined, received: undefined, values: new Set(), complete };
}

function hear(clock: Clock, step: SegmentStep, stamps: Timestamps | undefined): void {
  if (!stamps) {
    clock.complete &&= step.flags.includes('RST');
    return;
  }
  adopt(clock, stamps.val);
}

/** Takes note of a value that the end has received. */
function adopt(clock: Clock, value: number): void {
  clock.values.add(value);
  if (clock.received === undefined || after(seq(value), seq(clock.received))) clock.received = value;
}

type Wrong = Omit<Finding<'wrong-timestamp'>['fault'], 'code' | 'end'>;

function wrongValue(
  { last }: Clock,
  { val, ecr }: Timestamps,
  step: SegmentStep,
  strict: boolean,
): Wrong | undefined {
  if (last === undefined || !before(seq(val), seq(last))) return undefined;
  // A capture may show acknowledgments and repeats in another order than they left in.
  if (strict && (step.origin !== 'new' || step.len === 0)) return undefined;
  return { field: 'tsval', written: val, right: last, other: ecr };
}

function wrongEcho(
  clock: Clock,
  { val, ecr }: Timestamps,
  step: SegmentStep,
  strict: boolean,
): Wrong | undefined {
  const { received, values, complete } = clock;
  if (received === undefined || step.ack === null || !complete) return undefined;
  const echoes = strict ? !after(seq(ecr), seq(received)) : values.has(ecr);
  return echoes ? undefined : { field: 'tsecr', written: ecr, right: received, other: val };
}
