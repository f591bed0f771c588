/** What leaves as a capture, as text or as a script comes back as the same exchange. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  packetdrillScript,
  packetsIn,
  tcpdumpText,
  writePcap,
  type Connection,
} from '../../src/capture/capture.js';
import { writtenOptions } from '../../src/capture/out/options.js';
import type { WirePacket } from '../../src/capture/out/pcap.js';
import { ACK, BITS, FIN, RST, SYN } from '../../src/capture/packet/tcp.js';
import { replay } from '../../src/exchange/replay.js';
import { analyse, type Scenario } from '../../src/language/analyse.js';
import { FLAGS } from '../../src/tcp/segment.js';
import { any, RUNS } from '../laws/exchanges.js';
import { read } from './make.js';

const OPTIONS = { kind: 'segno', language: 'en', stateNames: 'netstat' } as const;

const CORPUS = new URL('../corpus/', import.meta.url);
const scenariosIn = (text: string): readonly Scenario[] => analyse(text, OPTIONS).scenarios;
const corpus = readdirSync(CORPUS)
  .filter((name) => name.endsWith('.segno'))
  .flatMap((name) =>
    scenariosIn(readFileSync(new URL(name, CORPUS), 'utf8')).map(
      (scenario) => [`${name}: ${scenario.title}`, scenario] as const,
    ),
  );

/** What a header holds, in words, without what a capture leaves out. */
function told({ from, to, fromPort, toPort, bits, seq, ack, len, win, up, options }: WirePacket): string {
  const written = writtenOptions(options).filter(({ name }) => name !== 'nop');
  const shown = written.map(({ name, value = '' }) => `${name}=${value}`).sort();
  return [
    from.join('.'),
    fromPort,
    to.join('.'),
    toPort,
    bits,
    seq,
    bits & ACK ? ack : 0,
    len,
    Math.min(win, 0xffff),
    up,
    ...shown,
  ].join(' ');
}

/** The packets of a capture as they were read, in the order of the file. */
function passedIn(connections: readonly Connection[]): readonly string[] {
  return connections
    .flatMap(({ ends, passings }) =>
      passings.map((passing) => {
        const { from, bits, seq, ack, len, win, up, options, sack, number } = passing;
        const [source, destination] = from === 'C' ? [ends.C, ends.S] : [ends.S, ends.C];
        const [host = '', port = ''] = source.split(':');
        const [toHost = '', toPort = ''] = destination.split(':');
        const blocks = sack.map((block) => `${block.from}..${block.to}`).join();
        const shown = options.map(({ name, value = '' }) => `${name}=${value}`);
        if (blocks !== '') shown.push(`sack=${blocks}`);
        const words = [
          host,
          port,
          toHost,
          toPort,
          bits,
          seq,
          bits & ACK ? ack : 0,
          len,
          win,
          up,
          ...shown.sort(),
        ];
        return { number, text: words.join(' ') };
      }),
    )
    .sort((one, two) => one.number - two.number)
    .map(({ text }) => text);
}

async function readBack(packets: readonly WirePacket[]): Promise<readonly string[]> {
  return passedIn((await read(writePcap(packets))).connections);
}

describe('an exchange as a capture', () => {
  it('holds the same segments, for every exchange of the corpus', async () => {
    for (const [name, { trace }] of corpus) {
      const packets = packetsIn([trace]);
      expect(await readBack(packets), name).toEqual(packets.map(told));
    }
    expect(corpus.length).toBeGreaterThan(300);
  });

  it('holds the same segments, whatever the exchange', async () => {
    await fc.assert(
      fc.asyncProperty(any, async (script) => {
        const packets = packetsIn([replay(script)]);
        expect(await readBack(packets)).toEqual(packets.map(told));
      }),
      { numRuns: RUNS },
    );
  });
});

/** What a line of text says of a packet; undefined where no exchange was read there. */
function readLines(text: string): ReadonlyMap<number, string> {
  const { scenarios } = analyse(text, { ...OPTIONS, kind: 'figure', ending: 'txt' });
  return new Map(
    scenarios.flatMap(({ script, line }) =>
      script.statements.flatMap((statement) => {
        if (statement.kind !== 'segment') return [];
        const { flags, seq, ack, len = 0, win = 0 } = statement;
        const bits = FLAGS.reduce((sum, flag) => sum | (flags.has(flag) ? BITS[flag] : 0), 0);
        return [[line - 1 + statement.line, [bits, seq?.offset ?? '', ack?.offset ?? 0, len, win].join(' ')]];
      }),
    ),
  );
}

/** What is counted must be less than from where it is counted, to be told from what is not. */
const COUNTED = 2 ** 24;

function isSeqPrinted(packet: Pick<WirePacket, 'bits' | 'len'> | undefined): boolean {
  return packet !== undefined && (packet.len > 0 || (packet.bits & (SYN | FIN | RST)) !== 0);
}

describe('an exchange as text of tcpdump', () => {
  it('says the same of each segment, for every exchange of the corpus', async () => {
    let lines = 0;
    for (const [name, { trace }] of corpus) {
      await breath();
      const packets = packetsIn([trace]);
      if (packets.some(({ seq, ack }) => Math.min(seq, ack || seq) < COUNTED)) continue;
      // It counts from the first that acknowledges: what that does not print, or says of no SYN, nobody can tell.
      const first = packets.find(({ bits }) => bits & ACK);
      if (
        !isSeqPrinted(first) ||
        (packets.some(({ bits }) => bits & SYN) && ((first?.bits ?? 0) & SYN) === 0)
      )
        continue;
      const found = readLines(tcpdumpText(packets));
      for (const [index, { bits, seq, ack, len, win }] of packets.entries()) {
        const text = found.get(index + 1);
        // The number of a reset that acknowledges nothing is not read where there is no connection.
        if (text === undefined || (bits & (RST | ACK)) === RST) continue;
        lines++;
        const words = [
          bits,
          isSeqPrinted({ bits, len }) ? seq : '',
          bits & ACK ? ack : 0,
          len,
          Math.min(win, 0xffff),
        ];
        expect(text, `${name}, packet ${index + 1}`).toBe(words.join(' '));
      }
    }
    expect(lines).toBeGreaterThan(1_000);
  });

  it.skipIf(spawnSync('tcpdump', ['--version']).error !== undefined)(
    'is what tcpdump prints of the capture',
    () => {
      // Before 4.99.5 it did not know AE.
      const packets = packetsIn(corpus.map(([, { trace }]) => trace)).filter(
        ({ bits }) => (bits & BITS.AE) === 0,
      );
      const printed = run('tcpdump', ['-n', '-r'], writePcap(packets));
      // What it makes of the data stands behind the length.
      const shown = printed.map((line) => line.replace(/(length \d+).*$/, '$1'));
      expect(shown).toEqual(tcpdumpText(packets).trimEnd().split('\n'));
    },
  );
});

describe.skipIf(spawnSync('tshark', ['--version']).error !== undefined)('an exchange in Wireshark', () => {
  it('is TCP all along, and nothing that Wireshark takes for a broken message of another protocol', () => {
    const packets = packetsIn(
      corpus.filter(([name]) => name.startsWith('valid')).map(([, { trace }]) => trace),
    );
    const fields = ['-T', 'fields', '-e', '_ws.malformed', '-e', 'frame.protocols', '-r'];
    const printed = run('tshark', fields, writePcap(packets));
    // Some notes quote requests of HTTP.
    const isPlain = (line: string): boolean => /^raw:ip:tcp(?::http)?(?::data)?$/.test(line.trim());
    expect(printed.filter((line) => !isPlain(line))).toEqual([]);
  });
});

/** The lines that a program prints of a capture. */
function run(program: string, args: readonly string[], file: Uint8Array): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'segno-out-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'a.pcap');
  writeFileSync(path, file);
  const stdout = execFileSync(program, [...args, path], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  });
  return stdout.trimEnd().split('\n');
}

/** The segments of a script, without what it leaves open, and so its reader. */
function segmentsIn(script: string): readonly string[] {
  const lines = script.split('\n').filter((line) => /^\s*\S+ [<>] /.test(line));
  return lines.map((line) => line.replace(/^\s*\S+ /, '').replace(/ (?:win \d+|urg \d+|<.*>)(?= |$)/g, ''));
}

/** The script for each end that there is one for. */
function scriptsOf(scenario: Scenario): readonly (readonly [string, string])[] {
  return scenario.trace.endpoints.flatMap(({ name }) => {
    const made = packetdrillScript(scenario, name);
    return typeof made === 'string' ? [] : [[name, made.script] as const];
  });
}

/** Whether a script begins with the opening of a connection, opens no other, and acknowledges all along. */
function opensOnce(lines: readonly string[]): boolean {
  if (lines.some((line) => /^[<>] [^SR.]+ /.test(line))) return false;
  const openings = new Set(lines.flatMap((line) => /^[<>] S[^.\d]* \d+/.exec(line)?.[0] ?? []));
  return openings.size === 1 && /^[<>] S /.test(lines[0] ?? '');
}

describe('an exchange as a script of packetdrill', () => {
  it('comes back as the same exchange, for every exchange of the corpus that is right', async () => {
    let scripts = 0;
    for (const [name, scenario] of corpus) {
      if (name.startsWith('wrong')) continue;
      await breath();
      for (const [end, script] of scriptsOf(scenario)) {
        const { scenarios } = analyse(script, { ...OPTIONS, kind: 'figure', ending: 'pkt' });
        const [only] = scenarios;
        // A script is one connection from its opening, in a figure ACK goes without saying.
        if (!only || scenarios.length > 1 || !opensOnce(segmentsIn(script))) continue;
        scripts++;
        const tried = only.trace.endpoints.find(({ unchecked }) => !unchecked)?.name ?? '';
        const again = packetdrillScript(only, tried);
        const shown = typeof again === 'string' ? [again] : segmentsIn(again.script);
        const of = (way: string, segments: readonly string[]) =>
          segments.filter((line) => line.startsWith(way));
        expect(of('>', shown), `${name}: ${end}`).toEqual(of('>', segmentsIn(script)));
        // That what is injected arrives later, or has to be thrown away, the reader may have found out.
        for (const line of of('<', shown)) expect(segmentsIn(script), `${name}: ${end}`).toContain(line);
      }
    }
    expect(scripts).toBeGreaterThan(300);
  });
});
