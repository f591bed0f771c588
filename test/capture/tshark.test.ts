/**
 * tshark as judge: where it is installed, the import must agree with it on what is one connection, on every field of a
 * header, on numbers counted from the SYN, and on what is sent again. `SEGNO_CAPTURES=FOLDER` compares captures there, too.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writePcap, type Connection } from '../../src/capture/capture.js';
import { isTravelling, journeysOf } from '../../src/capture/exchange/journey.js';
import { whole } from '../../src/capture/exchange/whole.js';
import { tellingOf } from '../../src/capture/note/statements.js';
import { has, size, type Passing } from '../../src/capture/exchange/passing.js';
import { ACK, FIN, RST, SYN } from '../../src/capture/packet/tcp.js';
import { replay } from '../../src/exchange/replay.js';
import { distance, seq as number } from '../../src/tcp/seq.js';
import { read } from './make.js';
import { packetsAt, recordedExchanges, type Place } from './recorded.js';

const REPEATS = [
  'tcp.analysis.retransmission',
  'tcp.analysis.fast_retransmission',
  'tcp.analysis.spurious_retransmission',
  'tcp.analysis.keep_alive',
  'tcp.analysis.out_of_order',
] as const;

const FIELDS = [
  'frame.number',
  'tcp.stream',
  'tcp.flags',
  'tcp.seq',
  'tcp.seq_raw',
  'tcp.ack',
  'tcp.len',
  ...REPEATS,
  'tcp.analysis.zero_window',
  'tcp.analysis.reused_ports',
] as const;

type Row = Readonly<Record<(typeof FIELDS)[number], string>>;

const isThere = spawnSync('tshark', ['--version']).error === undefined;

/** What tshark says of each TCP segment that is not within another packet. */
function judged(file: Uint8Array): ReadonlyMap<number, Row> {
  const folder = mkdtempSync(join(tmpdir(), 'segno-tshark-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'a.pcap');
  writeFileSync(path, file);
  const fields = FIELDS.flatMap((field) => ['-e', field]);
  const stdout = execFileSync('tshark', ['-r', path, '-Y', 'tcp && !icmp', '-T', 'fields', ...fields], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 27,
  });
  const rows = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    rows.map((line) => {
      const values = line.split('\t');
      const row = Object.fromEntries(FIELDS.map((field, index) => [field, values[index] ?? ''])) as Row;
      return [Number(row['frame.number']), row];
    }),
  );
}

/** What the import takes for sent again. */
function repeatsIn(connection: Connection): Passing[] {
  const { script, events } = tellingOf(connection, journeysOf(whole(connection.passings)), [], {
    language: 'en',
    full: false,
  });
  return replay(script).steps.flatMap((step) => {
    if (step.kind !== 'segment' || step.fate === 'arrived' || step.origin !== 'repeat') return [];
    const event = events.get(step.statement);
    return event && isTravelling(event) && event.passing.unseen === undefined ? [event.passing] : [];
  });
}

/** Of whatever kind, for tshark; what is out of order by its lights is also one that is sent again. */
function isRepeat(row: Row): boolean {
  return REPEATS.some((field) => row[field] !== '');
}

/** A SYN that answers one says more than the SYN that it repeats, where both ends open. */
function answersSyn({ from, bits }: Passing, all: readonly Passing[]): boolean {
  const both = SYN | ACK;
  return (bits & both) === both && all.some((one) => one.from === from && (one.bits & both) === SYN);
}

/** Where tshark and the import differ, a line each. */
async function differences(name: string, file: Uint8Array): Promise<readonly string[]> {
  const rows = judged(file);
  const { connections } = await read(file, 65_536);
  const found: string[] = [];
  const streams = new Map<string, Set<number>>();
  for (const [index, connection] of connections.entries()) {
    await breath();
    const differ = (frame: number, what: string): void => {
      found.push(`${name}, ${connection.ends.C}, frame ${frame}: ${what}`);
    };
    const theirs: Passing[] = [];
    // tshark takes every SYN with another number for a new connection, the import only one that is answered.
    const isReopened = connection.passings
      .slice(1)
      .some(({ number: frame }) => rows.get(frame)?.['tcp.analysis.reused_ports'] !== '');
    if (isReopened) continue;
    for (const passing of connection.passings) {
      const { number: frame, bits, len, seq, ack, from } = passing;
      const row = rows.get(frame);
      if (!row) {
        differ(frame, 'tshark has no segment');
        continue;
      }
      const stream = row['tcp.stream'];
      streams.set(stream, (streams.get(stream) ?? new Set()).add(index));
      const isShut = passing.win === 0 && !has(passing, SYN | FIN | RST);
      if ((row['tcp.analysis.zero_window'] !== '') !== isShut)
        differ(frame, 'one of both has a window of zero');
      // Reserved bits say nothing.
      if ((Number(row['tcp.flags']) & 0x1ff) !== bits) differ(frame, `flags ${row['tcp.flags']}`);
      if (Number(row['tcp.len']) !== len) differ(frame, `length ${row['tcp.len']}, not ${len}`);
      const syn = connection.passings.find((one) => one.from === from && one.bits & SYN);
      if (syn && (bits & RST) === 0 && distance(number(Number(row['tcp.seq'])), number(seq - syn.seq)) !== 0)
        differ(frame, `number ${row['tcp.seq']}, not ${seq - syn.seq}`);
      const peer = connection.passings.find((one) => one.from !== from && one.bits & SYN);
      if (
        peer &&
        bits & ACK &&
        (bits & RST) === 0 &&
        distance(number(Number(row['tcp.ack'])), number(ack - peer.seq)) !== 0
      )
        differ(frame, `acknowledges ${row['tcp.ack']}, not ${ack - peer.seq}`);
      if (isRepeat(row)) theirs.push(passing);
    }
    const isCompared = (passing: Passing): boolean =>
      size(passing) > 0 && !answersSyn(passing, connection.passings);
    const again = repeatsIn(connection).filter(isCompared);
    const overtaken = new Set(whole(connection.passings).map(({ overtakenUntil }) => overtakenUntil));
    // Which of two with the same octets left first, a clock tells the import, and tshark does not ask.
    for (const passing of theirs.filter(isCompared)) {
      const at = again.findIndex(({ from, seq }) => from === passing.from && seq === passing.seq);
      if (at >= 0) again.splice(at, 1);
      else if (!overtaken.has(passing.number)) differ(passing.number, 'tshark takes it for a repeat');
    }
    for (const { number: frame } of again) differ(frame, 'the import takes it for a repeat');
  }
  for (const [stream, of] of streams)
    if (of.size > 1) found.push(`${name}: stream ${stream} is ${of.size} connections`);
  return found;
}

/** Longer ones take too long for every day; what the dice made overtakes in ways that one place does not tell. */
const LONGEST = 40;
const exchanges = recordedExchanges().filter(
  ({ script, title }) => script.statements.length <= LONGEST && !title.startsWith('Random'),
);

const PLACES: readonly Place[] = ['client', 'between', 'server'];

describe.skipIf(!isThere)('tshark, which is not installed where this is skipped,', () => {
  it.each(PLACES)('agrees with the import of what Linux did, seen from the %s', async (place) => {
    const packets = exchanges.flatMap((exchange, index) => packetsAt(place, exchange, index));
    expect(await differences(place, writePcap(packets))).toEqual([]);
  });

  const folder = process.env['SEGNO_CAPTURES'];
  it.skipIf(folder === undefined)('agrees with the import of the captures in a folder', async () => {
    const found: string[] = [];
    for (const name of readdirSync(folder ?? '.')) {
      await breath();
      found.push(...(await differences(name, readFileSync(join(folder ?? '.', name)))));
    }
    expect(found).toEqual([]);
  });
});
