/** Drawings to look at, made by hand in few words. */
import type {
  Drawing,
  DrawnNumber,
  DrawnProblem,
  Row,
  RowState,
  SegmentRow,
} from '../../src/diagram/drawing.js';
import type { State } from '../../src/tcp/state.js';

type States = Readonly<Record<string, State>>;

export interface Sketch {
  readonly title?: string;
  /** `Name`, `Name · Label`, or `Name!` for one without a state. */
  readonly participants: readonly string[];
  /** By end: a participant's name, or `S(C1)`. */
  readonly initial?: States;
  readonly rows: readonly SketchRow[];
  readonly line?: number;
  readonly language?: Drawing['language'];
}

export type SketchProblem = Partial<Omit<DrawnProblem, 'row' | 'line'>>;

interface Extras {
  readonly states?: States;
  readonly text?: string;
  readonly problem?: SketchProblem;
}

export type SketchRow =
  | (Extras & {
      readonly from: string;
      readonly to: string;
      readonly flags: string;
      readonly numbers?: string;
      readonly passage?: SegmentRow['passage'];
      readonly other?: number;
      readonly origin?: SegmentRow['origin'];
      readonly remarks?: readonly string[];
      readonly fate?: string;
    })
  | (Extras & { readonly at: string; readonly call: string })
  | { readonly phase: string }
  | { readonly note: string; readonly over: readonly string[] };

/** Makes a drawing whose rows stand on consecutive lines. */
export function sketch({
  title = '',
  participants,
  initial = {},
  rows,
  line = 1,
  language = 'en',
}: Sketch): Drawing {
  const people = participants.map((text) => {
    const [name = '', label = ''] = text.replace(/!$/, '').split(' · ');
    return { name, label, stateless: text.endsWith('!') };
  });
  const participant = (name: string) => people.findIndex((one) => one.name === name);
  const keys = Object.keys(initial);
  const ends = keys.map((key) => {
    const [, name = key, peer = ''] = /^(.*)\((.*)\)$/.exec(key) ?? [];
    return { participant: participant(name), peer };
  });
  const problems: DrawnProblem[] = [];
  const now = new Map<string, State>(Object.entries(initial));
  let number = 0;
  const drawn = rows.map((row, index): Row => {
    const at = line + 1 + index;
    const changed = 'states' in row ? (row.states ?? {}) : {};
    const about = (name: string, peer = '') =>
      keys.filter((key) => key === name || key === `${name}(${peer})`);
    const touched = new Set([
      ...('from' in row ? [...about(row.from, row.to), ...about(row.to, row.from)] : []),
      ...('at' in row ? about(row.at) : []),
      ...Object.keys(changed),
    ]);
    const states = keys
      .filter((key) => touched.has(key))
      .flatMap((key): RowState[] => {
        const state = changed[key] ?? now.get(key);
        if (!state) return [];
        const different = now.get(key) !== state;
        now.set(key, state);
        return [{ end: keys.indexOf(key), state, name: state, changed: different }];
      });
    const own: number[] = [];
    if ('problem' in row) {
      own.push(problems.length);
      problems.push({
        row: index,
        line: at,
        severity: 'error',
        code: 'wrong-ack-number',
        message: 'The acknowledgment is wrong.',
        short: 'ack should be u+1',
        section: '3.4',
        href: 'https://www.rfc-editor.org/rfc/rfc9293.html#section-3.4',
        ...row.problem,
      });
    }
    const common = {
      line: at,
      endLine: at,
      states,
      text: 'text' in row ? (row.text ?? '') : '',
      problems: own,
    };
    if ('phase' in row) return { ...common, kind: 'phase', text: row.phase };
    if ('note' in row) {
      const over = row.over.map(participant);
      return { ...common, kind: 'note', text: row.note, first: Math.min(...over), last: Math.max(...over) };
    }
    if ('call' in row) return { ...common, kind: 'call', participant: participant(row.at), call: row.call };
    const passage = row.passage ?? 'across';
    if (passage !== 'arrival' || row.other === undefined) number++;
    return {
      ...common,
      kind: 'segment',
      number,
      from: participant(row.from),
      to: participant(row.to),
      passage,
      ...(row.other === undefined ? {} : { other: row.other }),
      origin: row.origin ?? 'new',
      flags: row.flags,
      numbers: numbersOf(row.numbers ?? ''),
      remarks: row.remarks ?? [],
      fate: row.fate ?? (passage === 'lost' ? 'lost' : ''),
    };
  });
  return {
    language,
    title,
    line,
    endLine: line + rows.length + 1,
    participants: people,
    ends,
    initial: keys.map((key, end) => {
      const state = initial[key] ?? 'CLOSED';
      return { end, state, name: state };
    }),
    rows: drawn,
    problems,
  };
}

function numbersOf(text: string): DrawnNumber[] {
  return text.split(' ').flatMap((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return name === '' ? [] : [{ name, value }];
  });
}

export const handshake = sketch({
  title: 'Three-way handshake',
  participants: ['C', 'S'],
  initial: { C: 'CLOSED', S: 'LISTEN' },
  rows: [
    { from: 'C', to: 'S', flags: 'SYN', numbers: 'seq=x', states: { C: 'SYN_SENT', S: 'SYN_RCVD' } },
    { from: 'S', to: 'C', flags: 'SYN+ACK', numbers: 'seq=y ack=x+1', states: { C: 'ESTABLISHED' } },
    { from: 'C', to: 'S', flags: 'ACK', numbers: 'seq=x+1 ack=y+1', states: { S: 'ESTABLISHED' } },
  ],
});

export const close = sketch({
  title: 'Close, the last ACK lost',
  participants: ['C · Client', 'S · Server'],
  initial: { C: 'ESTABLISHED', S: 'ESTABLISHED' },
  rows: [
    { at: 'C', call: 'close' },
    {
      from: 'C',
      to: 'S',
      flags: 'FIN',
      numbers: 'seq=u',
      states: { C: 'FIN_WAIT_1', S: 'CLOSE_WAIT' },
    },
    {
      from: 'S',
      to: 'C',
      flags: 'ACK',
      numbers: 'seq=v ack=u',
      states: { C: 'FIN_WAIT_2' },
      problem: { message: 'ACK should be `u+1`: the FIN takes one sequence number.' },
    },
    { phase: 'the server is done' },
    { at: 'S', call: 'close' },
    {
      from: 'S',
      to: 'C',
      flags: 'FIN+ACK',
      numbers: 'seq=v ack=u+1',
      states: { C: 'TIME_WAIT', S: 'LAST_ACK' },
    },
    { from: 'C', to: 'S', flags: 'ACK', numbers: 'seq=u+1 ack=v+1', passage: 'lost' },
    { at: 'S', call: 'timeout' },
    {
      from: 'S',
      to: 'C',
      flags: 'FIN+ACK',
      numbers: 'seq=v ack=u+1',
      origin: 'repeat',
      remarks: ['again'],
      passage: 'departure',
      other: 9,
    },
    { from: 'S', to: 'C', flags: 'FIN+ACK', passage: 'arrival', other: 8 },
    { from: 'C', to: 'S', flags: 'ACK', numbers: 'seq=u+1 ack=v+1', states: { S: 'CLOSED' } },
    { at: 'C', call: '2MSL', states: { C: 'CLOSED' } },
  ],
});

/** RFC 9293 figure 8: recovery from an old duplicate SYN. */
export const oldDuplicate = sketch({
  title: 'Recovery from an old duplicate SYN',
  participants: ['A', 'B'],
  initial: { A: 'CLOSED', B: 'LISTEN' },
  rows: [
    {
      from: 'A',
      to: 'B',
      flags: 'SYN',
      numbers: 'seq=100',
      passage: 'departure',
      other: 6,
      states: { A: 'SYN_SENT' },
    },
    {
      from: 'A',
      to: 'B',
      flags: 'SYN',
      numbers: 'seq=90',
      passage: 'arrival',
      origin: 'stale',
      remarks: ['stale'],
      states: { B: 'SYN_RCVD' },
    },
    { from: 'B', to: 'A', flags: 'SYN+ACK', numbers: 'seq=300 ack=91' },
    { from: 'A', to: 'B', flags: 'RST', numbers: 'seq=91', states: { B: 'LISTEN' } },
    { phase: 'the real SYN gets through' },
    { note: 'A’s SYN was under way all the time; B has forgotten the old one.', over: ['A', 'B'] },
    { from: 'A', to: 'B', flags: 'SYN', passage: 'arrival', other: 0, states: { B: 'SYN_RCVD' } },
    { from: 'B', to: 'A', flags: 'SYN+ACK', numbers: 'seq=400 ack=101', states: { A: 'ESTABLISHED' } },
    { from: 'A', to: 'B', flags: 'ACK', numbers: 'seq=101 ack=401', states: { B: 'ESTABLISHED' } },
  ],
});

export const simultaneousOpen = sketch({
  title: 'Simultaneous open',
  participants: ['A', 'B'],
  initial: { A: 'CLOSED', B: 'CLOSED' },
  rows: [
    {
      from: 'A',
      to: 'B',
      flags: 'SYN',
      numbers: 'seq=100',
      passage: 'departure',
      other: 3,
      states: { A: 'SYN_SENT' },
    },
    {
      from: 'B',
      to: 'A',
      flags: 'SYN',
      numbers: 'seq=300',
      passage: 'departure',
      other: 2,
      states: { B: 'SYN_SENT' },
    },
    { from: 'B', to: 'A', flags: 'SYN', passage: 'arrival', other: 1, states: { A: 'SYN_RCVD' } },
    { from: 'A', to: 'B', flags: 'SYN', passage: 'arrival', other: 0, states: { B: 'SYN_RCVD' } },
    { from: 'A', to: 'B', flags: 'SYN+ACK', numbers: 'seq=100 ack=301', states: { B: 'ESTABLISHED' } },
    { from: 'B', to: 'A', flags: 'SYN+ACK', numbers: 'seq=300 ack=101', states: { A: 'ESTABLISHED' } },
  ],
});

export const threeEnds = sketch({
  title: 'Two clients and an attacker',
  participants: ['C1 · First client', 'S · Server', 'C2', 'Mallory!'],
  initial: { C1: 'CLOSED', 'S(C1)': 'LISTEN', 'S(C2)': 'LISTEN', C2: 'CLOSED' },
  rows: [
    { from: 'C1', to: 'S', flags: 'SYN', numbers: 'seq=x', states: { C1: 'SYN_SENT', 'S(C1)': 'SYN_RCVD' } },
    { from: 'S', to: 'C1', flags: 'SYN+ACK', numbers: 'seq=y ack=x+1', states: { C1: 'ESTABLISHED' } },
    {
      from: 'C2',
      to: 'S',
      flags: 'SYN',
      numbers: 'seq=p mss=1460',
      states: { C2: 'SYN_SENT', 'S(C2)': 'SYN_RCVD' },
    },
    { from: 'C1', to: 'S', flags: 'ACK', numbers: 'seq=x+1 ack=y+1', states: { 'S(C1)': 'ESTABLISHED' } },
    {
      from: 'Mallory',
      to: 'C1',
      flags: 'RST',
      numbers: 'seq=z',
      origin: 'forged',
      remarks: ['forged', 'discarded'],
      problem: { deliberate: { why: 'z is outside the window, so nothing happens' } },
    },
    {
      from: 'S',
      to: 'C2',
      flags: 'RST+ACK',
      numbers: 'seq=0 ack=p+1',
      states: { C2: 'CLOSED', 'S(C2)': 'CLOSED' },
    },
  ],
});

export const chinese = sketch({
  title: '四次挥手，最后的 ACK 丢失',
  language: 'zh-cn',
  participants: ['客户端', '服务器 · 一台名字很长很长很长很长的服务器'],
  initial: { 客户端: 'ESTABLISHED', 服务器: 'ESTABLISHED' },
  rows: [
    { at: '客户端', call: '关闭', text: '应用程序不再发送数据' },
    {
      from: '客户端',
      to: '服务器',
      flags: 'FIN',
      numbers: 'seq=u',
      states: { 客户端: 'FIN_WAIT_1', 服务器: 'CLOSE_WAIT' },
      text: '客户端请求关闭连接',
    },
    {
      from: '服务器',
      to: '客户端',
      flags: 'ACK',
      numbers: 'seq=v ack=u',
      states: { 客户端: 'FIN_WAIT_2' },
      problem: { message: '确认号应为 u+1：FIN 占用一个序号。', short: '确认号应为 u+1' },
    },
    { note: '此时服务器仍可发送数据，客户端只接收。', over: ['客户端', '服务器'] },
    { at: '服务器', call: '关闭' },
    {
      from: '服务器',
      to: '客户端',
      flags: 'FIN+ACK',
      numbers: 'seq=w ack=u+1',
      states: { 客户端: 'TIME_WAIT', 服务器: 'LAST_ACK' },
    },
    { from: '客户端', to: '服务器', flags: 'ACK', numbers: 'seq=u+1 ack=w+1', passage: 'lost', fate: '丢失' },
  ],
});

export const hostileText = '</text><img src=x onerror="window.hit=1"><script>window.hit=1</script>';

export const hostile = sketch({
  title: `%%{init: {"theme":"dark"}}%% ${hostileText}`,
  participants: [`end · ${hostileText}`, 'note · $$x^2$$; participant p9'],
  initial: { end: 'CLOSED', note: 'LISTEN' },
  rows: [
    {
      from: 'end',
      to: 'note',
      flags: 'SYN',
      numbers: 'seq=x;y#35;',
      text: `; end <br/> click p0 href "javascript:window.hit=1" ${hostileText}`,
      states: { end: 'SYN_SENT', note: 'SYN_RCVD' },
    },
    { note: `wrap: $$\\int$$ ${hostileText}`, over: ['end', 'note'] },
    { phase: hostileText },
    { at: 'note', call: 'send 10', text: '%%{init}%%' },
  ],
});

/** Long labels, long remarks, every tone. */
export const wordy = sketch({
  title:
    'A title that goes on and on, since some people put the whole story into it before they begin to write',
  participants: ['ClientOnTheOtherSideOfTheWorld · Client behind a translator', 'S · Server'],
  initial: { ClientOnTheOtherSideOfTheWorld: 'CLOSED', S: 'LISTEN' },
  rows: [
    {
      from: 'ClientOnTheOtherSideOfTheWorld',
      to: 'S',
      flags: 'SYN',
      numbers: 'seq=4294967295 win=65535 mss=1460 wscale=7 sackok ts=123456789/0',
      states: { ClientOnTheOtherSideOfTheWorld: 'SYN_SENT', S: 'SYN_RCVD' },
      text: 'all the options that a modern stack puts on its first segment, and a long remark about them',
    },
    {
      from: 'S',
      to: 'ClientOnTheOtherSideOfTheWorld',
      flags: 'SYN+ACK',
      numbers: 'seq=y ack=0',
      problem: { severity: 'warning', short: 'possible, but surely not what is meant here' },
    },
    {
      from: 'ClientOnTheOtherSideOfTheWorld',
      to: 'S',
      flags: 'ACK+DATA',
      numbers: 'seq=0 ack=y+2 len=1460',
      passage: 'departure',
      fate: 'in flight',
      problem: { short: 'ack acknowledges what was never sent' },
    },
    { at: 'S', call: 'user-timeout', states: { S: 'CLOSED' } },
  ],
});

/** A transfer with that many segments, of which none can be folded. */
export function transfer(count: number): Drawing {
  return sketch({
    title: `A transfer of ${count} segments`,
    participants: ['C · Client', 'S · Server'],
    initial: { C: 'ESTABLISHED', S: 'ESTABLISHED' },
    rows: Array.from({ length: count }, (_, index): SketchRow =>
      index % 2 === 0
        ? {
            from: 'C',
            to: 'S',
            flags: 'PSH+URG+ACK+DATA',
            numbers: `seq=x+${1 + index * 730} ack=y+1 len=1460`,
          }
        : { from: 'S', to: 'C', flags: 'ACK', numbers: `seq=y+1 ack=x+${1 + (index + 1) * 730}` },
    ),
  });
}

/** Five ends, long names in two scripts, every option, ten-digit numbers. */
export const crowd = sketch({
  title: 'A crowd at one server',
  participants: [
    '客户端一 · 第一台客户端，名字很长很长',
    'Client2 · Second client behind a translator',
    'TheServerInTheBasement · Server',
    'Mallory!',
    'D',
  ],
  initial: {
    客户端一: 'CLOSED',
    Client2: 'CLOSED',
    'TheServerInTheBasement(客户端一)': 'LISTEN',
    'TheServerInTheBasement(Client2)': 'LISTEN',
    D: 'CLOSED',
  },
  rows: [
    {
      from: '客户端一',
      to: 'TheServerInTheBasement',
      flags: 'SYN',
      numbers: 'seq=4294967290 win=65535 mss=1460 wscale=7 sackok ts=1234567890/987654321',
      states: { 客户端一: 'SYN_SENT', 'TheServerInTheBasement(客户端一)': 'SYN_RCVD' },
      text: '第一个报文段带着所有选项',
    },
    {
      from: 'Client2',
      to: 'TheServerInTheBasement',
      flags: 'SYN',
      numbers: 'seq=p',
      states: { Client2: 'SYN_SENT', 'TheServerInTheBasement(Client2)': 'SYN_RCVD' },
    },
    {
      from: 'TheServerInTheBasement',
      to: '客户端一',
      flags: 'SYN+ACK',
      numbers: 'seq=3000000000 ack=4294967291 mss=1460 ts=987654321/1234567890',
      passage: 'departure',
      other: 6,
    },
    {
      from: 'Mallory',
      to: 'Client2',
      flags: 'RST',
      numbers: 'seq=4000000000',
      origin: 'forged',
      remarks: ['forged', 'discarded'],
      problem: { deliberate: { why: 'guessed, and far outside the window of Client2' } },
    },
    { note: '这里有一段很长的说明文字，在窄面板里要换行，而不能与其他内容重叠', over: ['Client2', 'D'] },
    { phase: '第二阶段：一个名字很长的阶段，它也要换行才放得下，不然就会超出面板的边缘' },
    {
      from: 'TheServerInTheBasement',
      to: '客户端一',
      flags: 'SYN+ACK',
      passage: 'arrival',
      other: 2,
      states: { 客户端一: 'ESTABLISHED' },
    },
    { at: 'TheServerInTheBasement', call: 'user-timeout', text: 'nobody has answered for a long time' },
    { from: 'D', to: '客户端一', flags: 'SYN', numbers: 'seq=z', passage: 'lost' },
  ],
});
