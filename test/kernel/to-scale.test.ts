/** What Linux does, drawn to scale: its retransmission timer is as long as the kernel has it. */
import { describe, expect, it } from 'vitest';
import { noteOf } from '../../src/capture/capture.js';
import { writePcap } from '../../src/capture/out/pcap.js';
import { layOut } from '../../src/diagram/layout.js';
import { plainMeasure } from '../../src/diagram/plain-measure.js';
import { BITS } from '../../src/capture/packet/tcp.js';
import { read } from '../capture/make.js';
import { drawnFile } from '../diagram/written.js';
import { whatIsMissing } from './available.js';
import { Lab } from './lab.js';
import { AGAIN } from './play.js';
import { carriesData, opened, recovered } from './scenarios/steps.js';
import type { WireSegment } from './wire.js';

const missing = whatIsMissing();

/** Timestamps are the kernel's own clock, in milliseconds, the same on both hosts; no probe repeats a lost tail early. */
const SYSCTL = { 'ipv4/tcp_timestamps': 2, 'ipv4/tcp_early_retrans': 0 };
const ADDRESS = { C: [192, 0, 2, 1], S: [192, 0, 2, 2] } as const;

/** Milliseconds that a segment says it left at. */
function leftAt({ options }: WireSegment): number {
  const [, own] = /^(\d+)\//.exec(options.find(({ name }) => name === 'ts')?.value ?? '') ?? [];
  if (own === undefined) throw new Error('a segment without timestamps');
  return Number(own);
}

describe.skipIf(missing !== undefined)('a capture of Linux, to scale', () => {
  it('has the retransmission timer of the kernel, from the segment to its repeat', AGAIN, async () => {
    const lab = await Lab.start({ title: 'A lost segment', sysctl: SYSCTL });
    try {
      await opened(lab);
      lab.loseNext('C', carriesData);
      await lab.send('C', 100);
      await recovered(lab, 100);
    } finally {
      await lab.end();
    }
    const left = lab.recording.happenings.flatMap((one) => (one.kind === 'left' ? [one.left] : []));
    const sent = left.filter(({ from, segment }) => from === 'C' && carriesData(segment));
    const [first, second] = sent.map(({ segment }) => leftAt(segment));
    expect(sent.length).toBe(2);
    const waited = (second ?? NaN) - (first ?? NaN);
    // The least that Linux waits; what is repeated once more waits twice as long.
    expect(waited).toBeGreaterThanOrEqual(200);
    expect(waited).toBeLessThan(400);

    const capture = writePcap(
      left.map(({ from, segment }) => ({
        ...segment,
        time: 1_700_000_000 + leftAt(segment) / 1000,
        from: ADDRESS[from],
        to: ADDRESS[from === 'C' ? 'S' : 'C'],
        bits: [...segment.flags].reduce((bits, flag) => bits | BITS[flag], 0),
      })),
    );
    const { connections } = await read(capture);
    const [connection] = connections;
    if (!connection) throw new Error('no connection');
    const { text, problems } = noteOf(connection, {
      language: 'en',
      full: false,
      unfold: false,
      limit: Infinity,
    });
    expect(problems).toEqual([]);
    const [drawing] = drawnFile(text).scenarios;
    if (!drawing) throw new Error('no drawing');
    const { brackets = [], instants = [] } = layOut(drawing, 676, plainMeasure, { toScale: true });
    const rto = brackets.filter(({ kind }) => kind === 'rto');
    expect(rto.map((bracket) => bracket.text)).toEqual([`RTO ${waited} ms`]);
    const timeAt = (y: number) => instants.find((instant) => Math.abs(instant.y - y) < 1e-6)?.time ?? NaN;
    const [bracket] = rto;
    expect(timeAt(bracket?.bottom ?? NaN) - timeAt(bracket?.top ?? NaN)).toBeCloseTo(waited * 1000);
  });
});
