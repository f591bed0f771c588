import { describe, expect, it } from 'vitest';
import { replay } from '../../src/exchange/replay.js';
import type { Script, Statement } from '../../src/exchange/script.js';
import type { SegmentStep, Trace } from '../../src/exchange/trace.js';
import { arrives, calls, injects, is, leaves, loses, script, sends, strict, takes } from './build.js';

/** Each segment as it went over the wire: `SYN+ACK seq=y ack=x+1`. */
function wire(trace: Trace): string[] {
  return trace.steps.flatMap((step) => {
    if (step.kind !== 'segment') return [];
    const seq = step.seq === null ? '' : ` seq=${trace.speak(step.seq)}`;
    const ack = step.ack === null ? '' : ` ack=${trace.speak(step.ack)}`;
    return [`${step.flags.join('+')}${seq}${ack}${step.len > 0 ? ` len=${step.len}` : ''}`];
  });
}

function segments(trace: Trace): SegmentStep[] {
  return trace.steps.filter((step): step is SegmentStep => step.kind === 'segment');
}

function codes(written: Script): string[] {
  return replay(written).faults.map(({ fault, place }) => `${place.statement} ${fault.code} ${place.part}`);
}

const opening = (x: number | string = 'x', y: number | string = 'y'): Statement[] => [
  sends('C', 'S', 'SYN', { seq: x }),
  sends('S', 'C', 'SYN', { seq: y, ack: typeof x === 'number' ? x + 1 : `${x}+1` }),
  sends('C', 'S', 'ACK', { ack: typeof y === 'number' ? y + 1 : `${y}+1` }),
];

describe('what is left out is inferred', () => {
  it('numbers come from the sender’s TCB, and symbols name them', () => {
    const trace = replay(script(...opening(), sends('C', 'S', 'DATA', { len: 10 }), sends('S', 'C', 'ACK')));
    expect(wire(trace)).toEqual([
      'SYN seq=x',
      'SYN+ACK seq=y ack=x+1',
      'ACK seq=x+1 ack=y+1',
      'ACK seq=x+1 ack=y+1 len=10',
      'ACK seq=y+1 ack=x+11',
    ]);
  });

  it('numbers that nobody names get a name that says whose they are', () => {
    const trace = replay(script(sends('C', 'S', 'SYN'), sends('S', 'C', 'SYN+ACK')));
    expect(wire(trace)).toEqual(['SYN seq=ISN_C', 'SYN+ACK seq=ISN_S ack=ISN_C+1']);
  });

  it('a later number says what an earlier line had left open', () => {
    const trace = replay(
      script(
        sends('C', 'S', 'SYN'),
        sends('S', 'C', 'SYN+ACK', { ack: 101 }),
        sends('C', 'S', 'ACK', { seq: 101 }),
      ),
    );
    expect(trace.faults).toEqual([]);
    expect(wire(trace)[0]).toBe('SYN seq=100');
  });

  it('an end has the initial number that its SYN will show as soon as it has one', () => {
    const trace = replay(script(...opening(1000, 3_000_000_000)));
    expect(segments(trace)[0]?.after['S']?.iss).toBe(3_000_000_000);
    expect(trace.faults).toEqual([]);
  });

  it('a later acknowledgment says how long data was', () => {
    const trace = replay(
      script(...opening(1, 1), sends('C', 'S', 'DATA'), sends('S', 'C', 'ACK', { ack: 102 })),
    );
    expect(trace.faults).toEqual([]);
    expect(segments(trace)[3]?.len).toBe(100);
  });

  it('calls are implied by what an end sends', () => {
    const trace = replay(
      script(...opening(), sends('C', 'S', 'FIN+DATA', { len: 3 }), loses('S', 'C', 'RST')),
    );
    expect(segments(trace).map(({ implied }) => implied.map(({ call }) => call).join())).toEqual([
      'connect',
      '',
      '',
      'send,close',
      'abort',
    ]);
    const called = replay(script(calls('C', 'connect'), sends('C', 'S', 'SYN')));
    expect(segments(called)[0]?.implied).toEqual([]);
  });

  it('a new symbol stands for data that the note does not show', () => {
    const trace = replay(
      script(
        sends('C', 'S', 'FIN', { seq: 'u' }),
        sends('S', 'C', 'ACK', { seq: 'v', ack: 'u+1' }),
        sends('S', 'C', 'FIN+ACK', { seq: 'w', ack: 'u+1' }),
        sends('C', 'S', 'ACK', { seq: 'u+1', ack: 'w+1' }),
      ),
    );
    expect(trace.faults).toEqual([]);
    expect(trace.final).toEqual({ C: 'TIME_WAIT', S: 'CLOSED' });
  });

  it('but not for a number that cannot have moved', () => {
    const written = script(sends('C', 'S', 'SYN', { seq: 'x' }), sends('S', 'C', 'SYN', { ack: 'z' }));
    expect(codes(written)).toEqual(['1 contradictory-symbol ack']);
  });

  it('an exchange without SYN begins open, one with SYN does not', () => {
    expect(replay(script(sends('C', 'S', 'FIN'))).initial).toEqual({ C: 'ESTABLISHED', S: 'ESTABLISHED' });
    expect(replay(script(sends('C', 'S', 'SYN'))).initial).toEqual({ C: 'CLOSED', S: 'LISTEN' });
    const both = script(leaves('A', 'SYN'), sends('B', 'A', 'SYN'), arrives('B', 'SYN'));
    expect(replay(both).initial).toEqual({ A: 'CLOSED', B: 'CLOSED' });
  });

  it('in strict mode nothing is shorthand', () => {
    const written = [is('C', 'ESTABLISHED', { snd: 1, rcv: 1 }), sends('C', 'S', 'FIN', { seq: 1 })];
    expect(codes(script(...written))).toEqual([]);
    expect(codes(strict(...written))).toEqual(['1 missing-ack-flag flags']);
  });
});

describe('the network', () => {
  it('delivers the oldest segment that fits, and links both halves', () => {
    const trace = replay(
      script(
        is('C', 'ESTABLISHED', { snd: 1, rcv: 1 }),
        leaves('C', 'DATA', { seq: 1, len: 10 }),
        leaves('C', 'DATA', { seq: 11, len: 10 }),
        arrives('S', 'DATA', { seq: 11 }),
        arrives('S', 'DATA'),
        sends('S', 'C', 'ACK', { ack: 21 }),
      ),
    );
    expect(trace.faults).toEqual([]);
    expect(segments(trace).map(({ departure, arrival }) => [departure, arrival])).toEqual([
      [undefined, 4],
      [undefined, 3],
      [2, undefined],
      [1, undefined],
      [undefined, undefined],
    ]);
  });

  it('cannot deliver what was never sent', () => {
    expect(codes(script(...opening(), arrives('S', 'DATA', { seq: 'x+1', len: 9 })))).toEqual([
      '3 arrival-without-departure segment',
    ]);
  });

  it('brings old and forged segments whose sender knows nothing of them', () => {
    const trace = replay(
      script(
        is('A', 'CLOSED'),
        is('B', 'LISTEN'),
        injects('stale', undefined, 'B', 'SYN', { seq: 90 }),
        sends('B', 'A', 'SYN', { seq: 300, ack: 91 }),
        sends('A', 'B', 'RST', { seq: 91 }),
      ),
    );
    expect(trace.faults).toEqual([]);
    expect(trace.final).toEqual({ A: 'CLOSED', B: 'LISTEN' });
  });
});

describe('a choice stays open until a later line decides', () => {
  const start = [
    is('C', 'ESTABLISHED', { snd: 1000, rcv: 1 }),
    is('S', 'ESTABLISHED', { snd: 1, rcv: 1000 }),
  ];
  const probe = injects('forged', 'C', 'S', 'RST', { seq: 1010 });

  it('the recommended behaviour is shown meanwhile', () => {
    const trace = replay(script(...start, probe));
    const [step] = segments(trace);
    expect(step?.outcome).toBe('challenged');
    expect(step?.states.get('S')).toBe('ESTABLISHED');
  });

  it('and the other one where the lines below say so', () => {
    const trace = replay(script(...start, probe, sends('C', 'S', 'ACK'), sends('S', 'C', 'RST', { seq: 1 })));
    expect(trace.faults).toEqual([]);
    expect(replay(script(...start, probe, is('S', 'CLOSED'))).faults).toEqual([]);
  });

  it('one end may follow RFC 5961 and the other the older rule', () => {
    const back = injects('forged', 'S', 'C', 'RST', { seq: 11 });
    const trace = replay(script(...start, probe, back, is('S', 'ESTABLISHED'), is('C', 'CLOSED')));
    expect(trace.faults).toEqual([]);
  });
});

describe('one mistake is one problem', () => {
  it('the lines below a wrong number are judged as if it were right', () => {
    const lines = opening();
    lines[1] = sends('S', 'C', 'SYN', { seq: 'y', ack: 'x+2' });
    expect(codes(script(...lines, sends('C', 'S', 'DATA', { seq: 'x+1', len: 5 })))).toEqual([
      '1 wrong-ack-number ack',
    ]);
  });

  it('or as if the number it was counted from were wrong, where they agree with it', () => {
    const lines = [
      sends('C', 'S', 'SYN', { seq: 99 }),
      sends('S', 'C', 'SYN', { seq: 300, ack: 101 }),
      sends('C', 'S', 'ACK', { seq: 101, ack: 301 }),
      sends('C', 'S', 'DATA', { seq: 101, len: 5 }),
      sends('S', 'C', 'ACK', { ack: 106 }),
    ];
    expect(codes(script(...lines))).toEqual(['1 wrong-ack-number ack']);
  });

  it('a SYN that is missing does not make every line wrong', () => {
    const lines = opening().slice(1);
    expect(codes(script(...lines, sends('C', 'S', 'FIN'), sends('S', 'C', 'ACK')))).toEqual([
      '0 ack-before-syn flag.ACK',
    ]);
  });

  it('nothing is owed for a segment that is itself wrong', () => {
    expect(
      codes(script(is('C', 'CLOSED'), is('S', 'LISTEN'), sends('C', 'S', 'ACK', { seq: 1, ack: 1 }))),
    ).toEqual(['2 no-connection segment']);
  });
});

describe('what is only known at the end', () => {
  it('a reset that never came is missing where it was called for', () => {
    const written = script(
      is('C', 'CLOSED'),
      is('S', 'ESTABLISHED', { snd: 3, rcv: 1 }),
      sends('S', 'C', 'DATA', { len: 1 }),
    );
    expect(replay(written).faults).toMatchObject([
      { fault: { code: 'reply-missing', end: 'C', reply: 'reset', seq: 1 }, place: { statement: 2 } },
    ]);
  });

  it('a path is the whole path, the end of TIME-WAIT aside', () => {
    const close = [sends('C', 'S', 'FIN'), sends('S', 'C', 'FIN+ACK'), sends('C', 'S', 'ACK')];
    const path = (...states: Parameters<typeof takes> extends [string, ...infer S] ? S : never): string[] =>
      codes(script(takes('C', ...states), ...close));
    expect(path('ESTABLISHED', 'FIN_WAIT_1', 'TIME_WAIT')).toEqual([]);
    expect(path('ESTABLISHED', 'FIN_WAIT_1', 'FIN_WAIT_2', 'TIME_WAIT', 'CLOSED')).toEqual([]);
    expect(path('ESTABLISHED', 'FIN_WAIT_1', 'CLOSING', 'TIME_WAIT')).toEqual(['0 path-mismatch path.2']);
  });
});

describe('several peers', () => {
  const flood = script(
    sends('C1', 'S', 'SYN', { seq: 1 }),
    sends('C2', 'S', 'SYN', { seq: 1 }),
    sends('S', 'C2', 'SYN', { seq: 70, ack: 2 }),
    sends('C2', 'S', 'ACK'),
    is('S(C1)', 'SYN_RCVD'),
    is('S(C2)', 'ESTABLISHED'),
    calls('S(C2)', 'close'),
  );

  it('have a connection each', () => {
    const trace = replay(flood);
    expect(trace.faults).toEqual([]);
    expect(trace.final).toEqual({
      C1: 'SYN_SENT',
      'S(C1)': 'SYN_RCVD',
      'S(C2)': 'FIN_WAIT_1',
      C2: 'ESTABLISHED',
    });
  });
});

it('replaying changes nothing that was written', () => {
  const written = script(...opening());
  const before = JSON.stringify(written);
  replay(written);
  expect(JSON.stringify(written)).toBe(before);
});
