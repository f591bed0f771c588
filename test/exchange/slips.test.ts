import { describe, expect, it } from 'vitest';
import type { Replayed } from '../../src/exchange/course.js';
import { replay, replayAgain } from '../../src/exchange/replay.js';
import type { Script } from '../../src/exchange/script.js';
import { judge } from '../../src/rules/index.js';
import { script, sends } from './build.js';

/** An excerpt in which one line goes to the end of that name. */
function exchange(to: string): Script {
  return script(
    sends('S', 'C', 'ACK', { seq: 1, ack: 1 }),
    sends('C', to, 'ACK', { seq: 1, ack: 1, len: 400 }),
    sends('S', 'C', 'ACK', { seq: 1, ack: 401 }),
  );
}

const codes = (written: Script): readonly string[] => replay(written).faults.map(({ fault }) => fault.code);

describe('a name with a slip in it', () => {
  it('is told with the name that is meant, and the exchange goes on with that', () => {
    const { faults, endpoints, steps } = replay(exchange('SS'));
    expect(faults).toMatchObject([
      { fault: { code: 'wrong-end', end: 'SS', meant: 'S' }, place: { statement: 1, part: 'to' } },
    ]);
    expect(endpoints.map(({ name }) => name)).toEqual(['S', 'C']);
    const [, line] = steps;
    expect(line).toMatchObject({ to: 'S', fate: 'delivered' });
  });

  it.each([
    ['Client', 'client'],
    ['Client', 'Clientt'],
    ['Client', 'Clint'],
    ['Client', 'Cleint'],
    ['Client', 'Cliemt'],
    ['Server', 'Servre'],
    ['S', 's'],
  ])('is a slip of %s: %s', (meant, written) => {
    const one = script(
      sends('Peer', meant, 'ACK', { seq: 1, ack: 1 }),
      sends(written, 'Peer', 'ACK', { seq: 1, ack: 1, len: 10 }),
      sends('Peer', meant, 'ACK', { seq: 1, ack: 11 }),
    );
    expect(codes(one)).toEqual(['wrong-end']);
  });

  it.each([
    ['C1', 'C2'],
    ['HostA', 'HostB'],
    ['Host', 'HostB'],
    ['A', 'B'],
    ['NAT', 'LAT'],
    ['客户甲', '客户乙'],
    ['Client', 'Server'],
    ['Client', 'Clients'],
    ['west', 'east'],
    ['rackA1', 'rackB1'],
    ['hosta_eu', 'hostb_eu'],
    ['HostAEast', 'HostBEast'],
    ['HostA', 'HostAA'],
  ])('is none where names tell apart: %s, %s', (one, other) => {
    const both = script(
      sends('Peer', one, 'ACK', { seq: 1, ack: 1 }),
      sends(other, 'Peer', 'ACK', { seq: 1, ack: 1, len: 10 }),
      sends('Peer', one, 'ACK', { seq: 1, ack: 1 }),
    );
    expect(codes(both)).toEqual([]);
  });

  it('is none where a line below goes wrong that was right', () => {
    const written = script(
      sends('Client', 'Server', 'ACK', { seq: 1, ack: 1 }),
      sends('client', 'Server', 'FIN+ACK', { seq: 1, ack: 1 }),
      sends('Client', 'Server', 'DATA+ACK', { seq: 1, ack: 1, len: 10 }),
      sends('Server', 'Client', 'ACK', { seq: 1, ack: 11 }),
    );
    expect(codes(written)).toEqual([]);
  });

  it('takes the states of its line along', () => {
    const written = script(
      sends('Client', 'Sevrer', 'SYN', { sender: 'SYN_SENT', receiver: 'SYN_RCVD' }),
      sends('Server', 'Client', 'SYN+ACK', {}),
      sends('Client', 'Server', 'ACK', {}),
    );
    expect(codes(written)).toEqual(['wrong-end']);
    expect(judge(replay(written)).map(({ fault }) => fault.code)).not.toContain('unknown-end');
  });

  it('is told beside what is wrong anyway', () => {
    const written = script(
      sends('Client', 'Server', 'ACK', { seq: 4294967290, ack: 3000000000, len: 20 }),
      sends('Server', 'Client', 'ACK', { seq: 3000000000, ack: 14 }),
      sends('Client', 'Sever', 'ACK', { seq: 14, ack: 3000000000, len: 10 }),
      sends('Server', 'Client', 'ACK', { seq: 3000000000, ack: 2400 }),
    );
    expect(codes(written)).toEqual(['wrong-end', 'ack-of-unsent-data']);
  });

  it('is forgotten when it is mended, and found when it is made, whatever was replayed before', () => {
    let known: readonly Replayed[] = [];
    for (const to of ['S', 'SS', 'S', 'SS', 'SS', 'S']) {
      const again = replayAgain(exchange(to), known);
      expect(again.trace.faults).toEqual(replay(exchange(to)).faults);
      known = [again, ...known];
    }
  });
});
