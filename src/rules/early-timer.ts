import { durationText } from '../exchange/duration.js';
import { stepTimesOf, Timings } from '../exchange/times.js';
import type { CallStep, SegmentStep, Trace } from '../exchange/trace.js';
import { rule, type Finding } from './rule.js';

/** Times are read to the last digit that is written, so that a little less is no less. */
const NEARLY = 0.98;

type Timed = (step: number) => number | undefined;

function sendsNumbered(step: Trace['steps'][number] | undefined, end: string): step is SegmentStep {
  if (step?.kind !== 'segment' || step.from !== end || step.departure !== undefined) return false;
  return step.len > 0 || step.flags.includes('SYN') || step.flags.includes('FIN');
}

/** The first of what has been sent since the timer ran out before, or since the peer was heard last. */
function waitingSince(trace: Trace, index: number, end: string): number | undefined {
  const quiet = trace.steps
    .slice(0, index)
    .findLastIndex(
      (step) =>
        (step.kind === 'segment' && step.to === end && step.outcome !== null) ||
        (step.kind === 'call' && step.end === end && step.call === 'timeout'),
    );
  const first = trace.steps.findIndex((step, at) => at > quiet && at < index && sendsNumbered(step, end));
  return first < 0 ? undefined : first;
}

interface Waited {
  readonly waited: number;
  readonly least: number;
}

function retransmission(
  trace: Trace,
  index: number,
  { end }: CallStep,
  timeOf: Timed,
  rto: number | undefined,
  before: { readonly at: number; readonly waited: number } | undefined,
): (Waited & { readonly timer: 'rto' | 'backoff' }) | undefined {
  const [since, now] = [waitingSince(trace, index, end), timeOf(index)];
  const began = since === undefined ? undefined : timeOf(since);
  if (began === undefined || now === undefined) return undefined;
  const waited = now - began;
  if (before && waited < before.waited * NEARLY) return { timer: 'backoff', waited, least: before.waited };
  if (!before && rto !== undefined && waited < rto * NEARLY) return { timer: 'rto', waited, least: rto };
  return undefined;
}

function findIn(trace: Trace): Finding<'early-timer'>[] {
  const times = stepTimesOf(trace);
  const timeOf: Timed = (step) => times[step]?.at;
  const timings = new Timings();
  let read = 0;
  const retried = new Map<string, { readonly at: number; readonly waited: number }>();
  return trace.steps.flatMap((step, index): Finding<'early-timer'>[] => {
    for (; read < step.statement; read++) {
      const statement = trace.script.statements[read];
      if (statement?.kind === 'timing') timings.add(statement);
    }
    // Whoever hears of the other end begins to wait anew.
    if (step.kind === 'segment' && step.to !== null && step.outcome !== null) retried.delete(step.to);
    if (step.kind !== 'call') return [];
    const { end } = step;
    const name = end.replace(/\(.*$/u, '');
    const place = { statement: step.statement, part: 'moment' } as const;
    const told = (timer: 'rto' | 'backoff' | '2MSL', { waited, least }: Waited): Finding<'early-timer'>[] => [
      { fault: { code: 'early-timer', end, timer, waited, least }, place, related: [] },
    ];
    if (step.call === 'timeout') {
      const early = retransmission(trace, index, step, timeOf, timings.of('rto', name), retried.get(end));
      const [since, at] = [waitingSince(trace, index, end), timeOf(index)];
      const began = since === undefined ? undefined : timeOf(since);
      if (began === undefined || at === undefined) retried.delete(end);
      else retried.set(end, { at, waited: at - began });
      return early ? told(early.timer, early) : [];
    }
    if (step.call !== '2MSL') return [];
    const msl = timings.of('msl', name);
    const since =
      trace.steps.slice(0, index).findLastIndex(({ states }) => states.get(end) !== 'TIME_WAIT') + 1;
    const [began, now] = [since < index ? arrivalOf(trace, since, end, timeOf) : undefined, timeOf(index)];
    if (msl === undefined || began === undefined || now === undefined) return [];
    const waited = now - began;
    return waited < 2 * msl * NEARLY ? told('2MSL', { waited, least: 2 * msl }) : [];
  });

  function arrivalOf({ steps }: Trace, index: number, end: string, timed: Timed): number | undefined {
    const step = steps[index];
    const arrives = step?.kind === 'segment' && step.to === end ? times[index]?.arrives : undefined;
    return arrives ?? timed(index);
  }
}

export const earlyTimer = rule({
  code: 'early-timer',
  section: '3.8.1',
  title: { en: 'A timer runs out too early', 'zh-cn': '计时器过早到期' },
  explanation: {
    en: `A retransmission timer runs for one RTO from when it is started, and for at least twice as long after each time it
runs out (RFC 6298, to which RFC 9293 refers): \`rto 1s\` in the note says how long that is. TIME-WAIT lasts twice the
maximum segment lifetime, \`msl\`. Here less time has gone by than the note itself says. What is sent again without a
\`timeout\` line is never meant: there are other reasons to do so early.`,
    'zh-cn': `重传计时器从启动起运行一个 RTO，每次到期之后至少加倍（RFC 6298，RFC 9293 引用它）：笔记中的 \`rto 1s\`（\`重传超时 1s\`）说明它有多长。TIME-WAIT 持续最长报文段寿命 \`msl\`（\`最长寿命\`）的两倍。这里经过的时间比笔记自己所写的短。没有 \`timeout\`（\`超时\`）行的重传不在此列：提前重传可以有其他原因。`,
  },
  examples: {
    bad: [
      'begin\nrto 1s\n@0 C -> DATA(seq=x, len=100)+ACK -x S\n@400ms C: timeout\n@400ms C -> DATA(seq=x, len=100)+ACK -> S\nC <- ACK <- S\nend',
    ],
    good: [
      'begin\nrto 1s\n@0 C -> DATA(seq=x, len=100)+ACK -x S\n@1s C: timeout\n@1s C -> DATA(seq=x, len=100)+ACK -> S\nC <- ACK <- S\nend',
    ],
  },
  message: ({ end, timer, waited, least }, { say }) => {
    const [had, wanted] = [durationText(waited), durationText(least)];
    switch (timer) {
      case 'rto':
        return say({
          en: `The retransmission timer of ${end} runs out after ${had}, though \`rto\` says ${wanted}.`,
          'zh-cn': `${end} 的重传计时器在 ${had} 后到期，而 \`rto\` 写的是 ${wanted}。`,
        });
      case 'backoff':
        return say({
          en: `${end} has waited ${wanted} the time before, and now only ${had}: each time that the timer runs out, the RTO is doubled (RFC 6298 §5.5).`,
          'zh-cn': `${end} 上一次等了 ${wanted}，这一次只有 ${had}：计时器每次到期后，RTO 都要加倍（RFC 6298 §5.5）。`,
        });
      case '2MSL':
        return say({
          en: `${end} has been in TIME-WAIT for ${had}, though twice the MSL is ${wanted}.`,
          'zh-cn': `${end} 在 TIME-WAIT 中只停留了 ${had}，而 MSL 的两倍是 ${wanted}。`,
        });
    }
  },
  short: ({ least }, { say }) =>
    say({ en: `not before ${durationText(least)}`, 'zh-cn': `应不早于 ${durationText(least)}` }),
  check: findIn,
});
