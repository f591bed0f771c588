/** What an imported connection reads like. */
import { describe, expect, it } from 'vitest';
import { noteOf, type NoteOptions } from '../../src/capture/capture.js';
import { ACK, FIN, RST, SYN } from '../../src/capture/packet/tcp.js';
import { writePcap, type WirePacket } from '../../src/capture/out/pcap.js';
import { fromClient, fromServer, joined, read, recordsIn, small, smallExchange } from './make.js';

const PLAIN: NoteOptions = { language: 'en', full: false, unfold: false, limit: Infinity };

async function notes(
  packets: readonly WirePacket[],
  options: Partial<NoteOptions> = {},
): Promise<readonly string[]> {
  const { connections } = await read(writePcap(packets));
  return connections.map((connection) => {
    const { text, problems } = noteOf(connection, { ...PLAIN, ...options });
    expect(problems).toEqual([]);
    return text;
  });
}

/** The lines with segments of the only connection, without their times. */
async function segments(
  packets: readonly WirePacket[],
  options: Partial<NoteOptions> = {},
): Promise<readonly string[]> {
  const [note = ''] = await notes(packets, options);
  return note
    .split('\n')
    .filter((line) => /(?:->|<-|-x|x-)/.test(line))
    .map((line) => line.replace(/^@\S+ /, ''));
}

const HANDSHAKE = [
  fromClient(0, { bits: SYN, seq: 100 }),
  fromServer(0.01, { bits: SYN | ACK, seq: 900, ack: 101 }),
  fromClient(0.02, { bits: ACK, seq: 101, ack: 901 }),
];

/** Data from the client, `start` counted from its first octet. */
function data(time: number, start: number, len: number, more: Partial<WirePacket> = {}): WirePacket {
  return fromClient(time, { bits: ACK, seq: 101 + start, ack: 901, len, ...more });
}

/** An acknowledgment of so many octets. */
function ack(time: number, octets: number, more: Partial<WirePacket> = {}): WirePacket {
  return fromServer(time, { bits: ACK, seq: 901, ack: 101 + octets, ...more });
}

describe('a connection', () => {
  it('reads like a note', async () => {
    expect(await notes(smallExchange())).toEqual([
      `begin 192.0.2.1:40000 – 192.0.2.2:80
mode strict
endpoint C "192.0.2.1:40000"
endpoint S "192.0.2.2:80"
== opening ==
@0 C -> SYN(seq=x, mss=1460, sackok) -> S [C: SYN_SENT, S: SYN_RCVD]
@0.01 C <- SYN(seq=y)+ACK(ack=x+1, mss=1400) <- S [C: ESTABLISHED]
@0.02 C -> ACK(seq=x+1, ack=y+1) -> S [S: ESTABLISHED]
== request ==
@0.03 C -> DATA(seq=x+1, len=16)+ACK(ack=y+1) -> S : GET / HTTP/1.0
== response ==
@0.04 C <- DATA(seq=y+1, len=17)+ACK(ack=x+17) <- S : HTTP/1.0 200 OK
== closing ==
@0.05 C <- FIN(seq=y+18)+ACK(ack=x+17) <- S [C: CLOSE_WAIT, S: FIN_WAIT_1]
@0.06 C -> FIN(seq=x+17)+ACK(ack=y+19) -> S [C: LAST_ACK, S: TIME_WAIT]
@0.07 C <- ACK(seq=y+19, ack=x+18) <- S [C: CLOSED]
end
`,
    ]);
  });

  it('has windows and all flags on demand, and phases in Chinese', async () => {
    const [text = ''] = await notes(smallExchange(), { full: true, language: 'zh-cn' });
    expect(text).toContain('C -> DATA(seq=x+1, len=16)+PSH+ACK(ack=y+1, win=1000) -> S');
    expect(text).toContain('== 请求 ==');
  });

  it('is told in few lines where much data flows, and in all of them on demand', async () => {
    const run = Array.from({ length: 50 }, (_, i) => [
      data(1 + i / 10, 2_000 * i, 1_000),
      data(1.01 + i / 10, 2_000 * i + 1_000, 1_000),
      ack(1.02 + i / 10, 2_000 * (i + 1)),
    ]).flat();
    expect((await segments([...HANDSHAKE, ...run])).slice(3)).toEqual([
      'C -> DATA(seq=x+1, len=100000)+ACK(ack=y+1) -> S : 100 segments',
      'C <- ACK(seq=y+1, ack=x+100001) <- S : 50 acknowledgments',
    ]);
    expect(await segments([...HANDSHAKE, ...run], { unfold: true })).toHaveLength(153);
    const [limited = ''] = await notes([...HANDSHAKE, ...run], { unfold: true, limit: 10 });
    expect(limited).toContain('note C, S: 143 more segments');
  });

  it('of a port that is used again is another one', async () => {
    const again = HANDSHAKE.map((packet) => ({
      ...packet,
      time: packet.time + 100,
      seq: packet.seq + 5_000,
      ack: packet.ack === 0 ? 0 : packet.ack + 5_000,
    }));
    expect(await notes([...smallExchange(), ...again])).toHaveLength(2);
  });

  it('has what was under way for so long that the port is used again', async () => {
    const again = HANDSHAKE.map((packet) => ({
      ...packet,
      time: packet.time + 100,
      seq: packet.seq + 2 ** 28,
      ack: packet.ack === 0 ? 0 : packet.ack + 2 ** 28,
    }));
    const late = fromServer(100.05, { bits: ACK, seq: 919, ack: 118 });
    const [first = '', second = ''] = await notes([...smallExchange(), ...again, late]);
    // That nobody answers it says that it did not arrive.
    expect(first).toContain('@100.05 C x- ACK(seq=y+19, ack=x+18) <- S');
    expect(second.match(/^@/gm)).toHaveLength(3);
  });

  it('that the capture shows from the middle on has numbers from there', async () => {
    expect(await segments([data(0, 500, 10), ack(0.1, 510), data(0.2, 510, 5), ack(0.3, 515)])).toEqual([
      'C -> DATA(seq=u, len=10)+ACK(ack=v) -> S',
      'C <- ACK(seq=v, ack=u+10) <- S',
      'C -> DATA(seq=u+10, len=5)+ACK(ack=v) -> S',
      'C <- ACK(seq=v, ack=u+15) <- S',
    ]);
  });

  it('keeps hostile text harmless', async () => {
    const payload = 'x [C: CLOSED] // expect-error \u001b[2J';
    const [, , , line = ''] = await segments([...HANDSHAKE, data(1, 0, payload.length, { payload })]);
    expect(line).toBe('C -> DATA(seq=x+1, len=34)+ACK(ack=y+1) -> S');
    const visible = 'x [C: CLOSED] // expect-error';
    const [, , , other = ''] = await segments([
      ...HANDSHAKE,
      data(1, 0, visible.length, { payload: visible }),
    ]);
    expect(other).toBe('C -> DATA(seq=x+1, len=29)+ACK(ack=y+1) -> S : x C: CLOSED /\u2060/ expect-error');
  });
});

describe('a segment is shown', () => {
  it('under way where its receiver had not seen it when it sent', async () => {
    const packets = [
      ...HANDSHAKE,
      data(1, 0, 10),
      fromServer(1.01, { bits: ACK, seq: 901, ack: 101, len: 5 }),
    ];
    expect((await segments([...packets, ack(1.1, 10, { seq: 906 })])).slice(3)).toEqual([
      'C -> DATA(seq=x+1, len=10)+ACK(ack=y+1) -> ...',
      'C <- DATA(seq=y+1, len=5)+ACK(ack=x+1) <- S',
      '... -> DATA(seq=x+1, len=10)+ACK(ack=y+1) -> S',
      'C <- ACK(seq=y+6, ack=x+11) <- S',
    ]);
  });

  it('lost where SACK says so and it is sent again', async () => {
    const sack = [{ name: 'sack', value: '111..121' }];
    const offer = { options: [{ name: 'sackok' }] };
    const opening = HANDSHAKE.map((packet) => (packet.bits & SYN ? { ...packet, ...offer } : packet));
    const packets = [
      data(1, 0, 10),
      data(1.01, 10, 10),
      ack(1.02, 0, { options: sack }),
      data(1.3, 0, 10),
      ack(1.4, 20),
    ];
    expect((await segments([...opening, ...packets])).slice(3)).toEqual([
      'C -> DATA(seq=x+1, len=10)+ACK(ack=y+1) -x S',
      'C -> DATA(seq=x+11, len=10)+ACK(ack=y+1) -> S',
      'C <- ACK(seq=y+1, ack=x+1, sack=x+11..x+21) <- S',
      'C -> DATA(seq=x+1, len=10)+ACK(ack=y+1) -> S',
      'C <- ACK(seq=y+1, ack=x+21) <- S',
    ]);
  });

  it('overtaken where another one that left later passes first', async () => {
    const clock = (value: string): Partial<WirePacket> => ({ options: [{ name: 'ts', value }] });
    const packets = [data(1, 10, 10, clock('6/1')), data(1.0005, 0, 10, clock('5/1')), ack(1.1, 20)];
    expect((await segments([...HANDSHAKE, ...packets])).slice(3)).toEqual([
      'C -> DATA(seq=x+1, len=10)+ACK(ack=y+1) -> ...',
      'C -> DATA(seq=x+11, len=10)+ACK(ack=y+1) -> S',
      '... -> DATA(seq=x+1, len=10)+ACK(ack=y+1) -> S',
      'C <- ACK(seq=y+1, ack=x+21) <- S',
    ]);
  });

  it('although the capture has missed it, where the others show that it was there', async () => {
    const packets = [data(1, 0, 10), data(1.1, 30, 10), ack(1.2, 40)];
    expect((await segments([...HANDSHAKE, ...packets]))[4]).toBe(
      'C -> DATA(seq=x+11, len=20)+ACK(ack=y+1) -> S : not in the capture',
    );
    expect(await segments(HANDSHAKE.slice(1))).toEqual([
      'C -> SYN(seq=x) -> S [C: SYN_SENT, S: SYN_RCVD] : not in the capture',
      'C <- SYN(seq=y)+ACK(ack=x+1) <- S [C: ESTABLISHED]',
      'C -> ACK(seq=x+1, ack=y+1) -> S [S: ESTABLISHED]',
    ]);
  });

  it('once where the capture holds it twice', async () => {
    const file = small();
    const twice = recordsIn(file).flatMap((record) => [record, record]);
    const { connections } = await read(joined([file.subarray(0, 24), ...twice]));
    const [text = ''] = connections.map((connection) => noteOf(connection, PLAIN).text);
    expect(text.match(/SYN\(seq=x/g)).toHaveLength(1);
    expect(text).toContain('note C, S: 8 packets that the capture holds twice are left out');
  });

  it('cut where acknowledgments show that it was', async () => {
    const packets = [data(1, 0, 3_000), ack(1.1, 1_000), ack(1.2, 3_000)];
    expect((await segments([...HANDSHAKE, ...packets])).slice(3)).toEqual([
      'C -> DATA(seq=x+1, len=1000)+ACK(ack=y+1) -> S',
      'C -> DATA(seq=x+1001, len=2000)+ACK(ack=y+1) -> ...',
      'C <- ACK(seq=y+1, ack=x+1001) <- S',
      '... -> DATA(seq=x+1001, len=2000)+ACK(ack=y+1) -> S',
      'C <- ACK(seq=y+1, ack=x+3001) <- S',
    ]);
  });

  it('between its reset and what the reset answers', async () => {
    const late = [0, 10, 20].map((start) => data(1 + start / 1_000, start, 10));
    const resets = [0, 1, 2].map((i) => fromServer(1.1 + i / 100, { bits: RST, seq: 901 }));
    const shown = (await segments([...HANDSHAKE, ...late, ...resets])).slice(3);
    expect(shown.filter((line) => line.includes('RST'))).toHaveLength(3);
  });

  it('under way until the reset that answers it, where its receiver has aborted before', async () => {
    const response = Array.from({ length: 10 }, (_, i) => [
      fromServer(1 + i / 100, { bits: ACK, seq: 901 + 10 * i, ack: 101, len: 10 }),
      fromClient(1.001 + i / 100, { bits: ACK, seq: 101, ack: 911 + 10 * i }),
    ]).flat();
    const abort = fromServer(1.2, { bits: RST | ACK, seq: 1_001, ack: 101 });
    const answers = [951, 1_001].map((seq, i) => fromServer(1.3 + i / 100, { bits: RST, seq }));
    expect((await segments([...HANDSHAKE, ...response, abort, ...answers])).slice(-5)).toEqual([
      'C <- RST(seq=y+101)+ACK(ack=x+1) <- S [C: CLOSED, S: CLOSED]',
      '... -> ACK(seq=x+1, ack=y+51) -> S',
      'C <- RST(seq=y+51) <- S',
      '... -> ACK(seq=x+1, ack=y+101) -> S',
      'C <- RST(seq=y+101) <- S',
    ]);
  });

  it('before the data that it lets leave, however long a run that begins', async () => {
    const response = [0, 1, 2, 3, 4].flatMap((i) => [
      fromServer(1 + i / 100, { bits: ACK, seq: 901 + 10 * i, ack: 101, len: 10 }),
      fromClient(1.001 + i / 100, { bits: ACK, seq: 101, ack: 911 + 10 * i }),
    ]);
    expect((await segments([...HANDSHAKE, ...response])).slice(2)).toEqual([
      'C -> ACK(seq=x+1, ack=y+1) -> S [S: ESTABLISHED]',
      'C <- DATA(seq=y+1, len=50)+ACK(ack=x+1) <- S : 5 segments',
      'C -> ACK(seq=x+1, ack=y+51) -> S : 5 acknowledgments',
    ]);
  });

  it('as the FIN that it was, where the capture has only what was sent again of it', async () => {
    const packets = [
      fromServer(1, { bits: ACK, seq: 902, ack: 111 }),
      fromServer(1.3, { bits: FIN | ACK, seq: 901, ack: 111 }),
      fromClient(1.4, { bits: ACK, seq: 111, ack: 902 }),
    ];
    expect((await segments([...HANDSHAKE, data(0.9, 0, 10), ...packets]))[4]).toBe(
      'C x- FIN(seq=y+1)+ACK(ack=x+1) <- S [S: FIN_WAIT_1] : not in the capture',
    );
  });

  it('as a keep-alive behind a FIN where its clock says so', async () => {
    const at = (clock: number, echo: number): Partial<WirePacket> => ({
      options: [{ name: 'ts', value: `${clock}/${echo}` }],
    });
    const opening = [
      fromClient(0, { bits: SYN, seq: 100, ...at(1, 0) }),
      fromServer(0.01, { bits: SYN | ACK, seq: 900, ack: 101, ...at(1, 1) }),
      fromClient(0.02, { bits: ACK, seq: 101, ack: 901, ...at(2, 1) }),
    ];
    const packets = [
      fromServer(1, { bits: FIN | ACK, seq: 901, ack: 101, ...at(100, 2) }),
      fromClient(1.1, { bits: ACK, seq: 101, ack: 902, ...at(110, 100) }),
      fromServer(9, { bits: ACK, seq: 901, ack: 101, ...at(900, 110) }),
      fromClient(9.1, { bits: ACK, seq: 101, ack: 902, ...at(910, 900) }),
    ];
    expect((await segments([...opening, ...packets])).slice(-2)).toEqual([
      'C <- ACK(seq=y+1, ack=x+1) <- S',
      'C -> ACK(seq=x+1, ack=y+2) -> S',
    ]);
  });

  it('overtaken where it acknowledges less than one that passes before', async () => {
    const packets = [data(1, 0, 10), data(1.01, 10, 10), ack(1.1, 20), ack(1.11, 10)];
    expect((await segments([...HANDSHAKE, ...packets])).slice(-4)).toEqual([
      '... <- ACK(seq=y+1, ack=x+11) <- S',
      '... -> DATA(seq=x+11, len=10)+ACK(ack=y+1) -> S',
      'C <- ACK(seq=y+1, ack=x+21) <- S',
      'C <- ACK(seq=y+1, ack=x+11) <- ...',
    ]);
  });

  it('before the reset of its end that overtakes it', async () => {
    const packets = [
      fromServer(1.1, { bits: RST | ACK, seq: 901, ack: 111 }),
      fromServer(1.11, { bits: ACK, seq: 901, ack: 111 }),
      fromClient(1.12, { bits: RST, seq: 111 }),
    ];
    expect((await segments([...HANDSHAKE, data(1, 0, 10), ...packets])).slice(-4)).toEqual([
      '... <- ACK(seq=y+1, ack=x+11) <- S',
      'C <- RST(seq=y+1)+ACK(ack=x+11) <- S [C: CLOSED, S: CLOSED]',
      'C <- ACK(seq=y+1, ack=x+11) <- ...',
      'C -> RST(seq=x+11) -> S',
    ]);
  });

  it('once more where the network has doubled it', async () => {
    const run = Array.from({ length: 12 }, (_, i) => [data(1 + i, 10 * i, 10), ack(1.1 + i, 10 * (i + 1))]);
    const file = writePcap([...HANDSHAKE, ...run.flat(), data(20, 120, 10), ack(20.1, 130)]);
    const records = recordsIn(file);
    const [second = new Uint8Array()] = records.slice(5);
    const { connections } = await read(
      joined([file.subarray(0, 24), ...records.slice(0, -1), second, ...records.slice(-1)]),
    );
    const [note] = connections.map((connection) => noteOf(connection, PLAIN));
    expect(note?.problems).toEqual([]);
    expect(note?.text).toMatch(/^dup \.\.\. -> DATA\(seq=x\+11, len=10\)\+ACK\(ack=y\+1\) -> S$/m);
  });

  it('before a reset whose number tells that it was sent', async () => {
    const reset = fromClient(1.2, { bits: RST | ACK, seq: 131, ack: 901 });
    expect((await segments([...HANDSHAKE, data(1, 0, 10), ack(1.1, 10), reset])).slice(-2)).toEqual([
      'C -> DATA(seq=x+11, len=20)+ACK(ack=y+1) -x S : not in the capture',
      'C -> RST(seq=x+31)+ACK(ack=y+1) -> S [C: CLOSED]',
    ]);
  });

  it('as an attempt to open anew, where the one before had been given up', async () => {
    const packets = [
      fromClient(0, { bits: SYN, seq: 100 }),
      fromServer(0.01, { bits: SYN | ACK, seq: 900, ack: 101 }),
      fromClient(0.8, { bits: SYN, seq: 90_000 }),
      fromServer(0.9, { bits: SYN | ACK, seq: 900, ack: 101 }),
      fromClient(1, { bits: RST, seq: 101 }),
    ];
    const [note = '', more] = await notes(packets);
    expect(more).toBeUndefined();
    expect(note).toMatch(/^C: abort/m);
  });
});
