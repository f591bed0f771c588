/** Valid exchanges to change one thing in: those of the corpus, of the pages and of the notes, and random walks. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replay } from '../../src/exchange/replay.js';
import type { End, Expr, Script, Statement, StateStatement } from '../../src/exchange/script.js';
import type { Trace } from '../../src/exchange/trace.js';
import { analyse } from '../../src/language/analyse.js';
import { judge, ruleOf, RULES } from '../../src/rules/index.js';
import type { Flag } from '../../src/tcp/segment.js';
import type { Tcb } from '../../src/tcp/tcb.js';
import { script as numbered } from '../exchange/build.js';
import { walk } from '../exchange/walk.js';
import { dice } from '../support/dice.js';
import { root } from '../support/root.js';
import type { Assumptions } from './oracle/decide.js';

export interface Base {
  /** Where it comes from: `valid.segno: half close with data`, `walk 17`. */
  readonly name: string;
  readonly script: Script;
  /** What its lines leave open. */
  readonly assumed: Assumptions;
}

const FILES = [
  'test/corpus/valid.segno',
  'test/corpus/figures.segno',
  'test/language/notes/exchanges.md',
  'examples/close.segno',
  'examples/handshake.md',
] as const;

/** Every exchange that is written down somewhere, as it is written and with all of its numbers. */
export function writtenBases(): Base[] {
  const fromFiles = FILES.flatMap((file) => basesOf(file, readFileSync(join(root, file), 'utf8')));
  const fromPages = RULES.flatMap(({ code, examples }) =>
    examples.good.flatMap((text, i) => basesOf(`${code} ${i + 1}${text.includes('```') ? '.md' : ''}`, text)),
  );
  return [...fromFiles, ...fromPages];
}

/** Every valid exchange of the corpus as it is written. */
export function corpusBases(): Base[] {
  const folder = join(root, 'test/corpus');
  const files = readdirSync(folder).filter((name) => /^(?:valid|figures).*\.segno$/.test(name));
  return files.flatMap((name) =>
    basesOf(name, readFileSync(join(folder, name), 'utf8')).filter((base) => !base.name.endsWith(NUMBERED)),
  );
}

/** Marks the exchange in which every number is written. */
const NUMBERED = ', numbered';

/** Walks of two conforming ends, by seed. */
export function walkBases(count: number, seed = 1): Base[] {
  return Array.from({ length: count }, (_, i) => {
    const random = dice(seed + i);
    const isn = (): number =>
      (random() < 0.5 ? 2 ** 32 - Math.floor(random() * 2000) : random() * 2 ** 32) >>> 0;
    const steps = 3 + Math.floor(random() * 20);
    const { statements } = walk(random, steps, isn(), isn(), random() < 0.2);
    return { name: `walk ${seed + i}`, script: numbered(...statements), assumed: new Map() };
  });
}

function basesOf(file: string, text: string): Base[] {
  const kind = file.endsWith('.md') ? 'markdown' : 'segno';
  const { scenarios } = analyse(text, { kind, language: 'en', stateNames: 'netstat' });
  return scenarios.flatMap(({ title, script, trace }) => {
    if (!isClean(trace) || script.statements.some(({ expect }) => expect)) return [];
    const plain = renumbered(script);
    const short = file.split('/').at(-1) ?? file;
    const name = title === '' ? short : `${short}: ${title}`;
    const played = replay(plain);
    // Valid only for what is not tried, as lines are that cross by their times.
    if (!isClean(played)) return [];
    const full = renumbered(grounded(plain, played));
    return [
      { name, script: plain, assumed: assumptions(plain, played) },
      ...(isClean(replay(full)) ? [{ name: `${name}${NUMBERED}`, script: full, assumed: new Map() }] : []),
    ];
  });
}

function isClean(trace: Trace): boolean {
  return judge(trace).every(({ fault }) => !['error', 'warning'].includes(ruleOf(fault.code).severity));
}

/** What is only for the drawing, or of times, which the oracle does not know. */
const UNTRIED: ReadonlySet<Statement['kind']> = new Set(['note', 'phase', 'timing']);

/** The script with one line a statement, and without what is not tried. */
function renumbered(script: Script): Script {
  const meant = script.statements.filter(({ kind }) => !UNTRIED.has(kind));
  const statements = meant.map((one, i): Statement => {
    const { text: _text, moment: _moment, ...rest } = one;
    return { ...rest, line: i + 1, endLine: i + 1 };
  });
  return { ...script, title: '', statements };
}

/** The values that the engine has found for what the lines leave open; the oracle tries them and their neighbours. */
function assumptions(script: Script, trace: Trace): Assumptions {
  const known = new Map<string, number>();
  const put = (name: string, value: number): void => {
    if (!known.has(name)) known.set(name, value >>> 0);
  };
  const learn = (expr: Expr | undefined, value: number | null): void => {
    if (expr?.symbol !== undefined && value !== null) put(expr.symbol, value - expr.offset);
  };
  for (const step of trace.steps) {
    const statement = script.statements[step.statement];
    if (step.kind !== 'segment' || statement?.kind !== 'segment') continue;
    learn(statement.seq, step.seq);
    learn(statement.ack, step.ack);
    if (step.flags.includes('SYN') && step.origin === 'new' && step.from !== null && step.seq !== null)
      put(`isn ${step.from}`, step.seq);
    if (statement.data && statement.len === undefined) put(`len ${statement.line}`, step.len);
  }
  for (const [name, tcb] of firstTcbs(trace)) {
    if (tcb.state === 'CLOSED' || tcb.state === 'LISTEN') continue;
    put(`snd ${name}`, tcb.nxt);
    put(`rcv ${name}`, tcb.rcv);
  }
  return known;
}

/** Each end as it was before its first event. */
function firstTcbs(trace: Trace): Map<string, Tcb> {
  const first = new Map<string, Tcb>();
  for (const step of trace.steps) {
    if (step.kind !== 'segment' && step.kind !== 'call') continue;
    for (const [key, tcb] of Object.entries(step.before)) if (!first.has(key)) first.set(key, tcb);
  }
  return first;
}

/** The end that a key such as `S(C1)` stands for. */
function endOf(key: string): End {
  const [name = '', peer] = key.split(/[()]/);
  return { name, ...(peer === undefined ? {} : { peer }) };
}

/** The script with every number written, and with the states in which both ends begin. */
function grounded(script: Script, trace: Trace): Script {
  const steps = new Map(trace.steps.map((step) => [step.statement, step]));
  const begins = firstTcbs(trace);
  const settings: StateStatement[] = [...begins].map(([key, tcb]) => ({
    kind: 'state',
    line: 0,
    endLine: 0,
    end: endOf(key),
    state: tcb.state,
    counters:
      tcb.state === 'CLOSED' || tcb.state === 'LISTEN'
        ? {}
        : { snd: { offset: tcb.nxt }, una: { offset: tcb.una }, rcv: { offset: tcb.rcv } },
  }));
  const met = new Set<string>();
  const statements = script.statements.flatMap((statement, index): Statement[] => {
    const step = steps.get(index);
    if (statement.kind === 'state' && !met.has(statement.end.name)) {
      met.add(statement.end.name);
      return [];
    }
    if (statement.kind === 'call') met.add(statement.end.name);
    if (statement.kind !== 'segment' || step?.kind !== 'segment') return [statement];
    for (const name of [statement.from, statement.to]) if (name !== undefined) met.add(name);
    return [
      {
        ...statement,
        flags: new Set<Flag>(step.flags),
        ...(step.seq === null ? {} : { seq: { offset: step.seq } }),
        ...(step.ack === null ? {} : { ack: { offset: step.ack } }),
        ...(step.len === 0 ? {} : { len: step.len }),
      },
    ];
  });
  return { ...script, statements: [...settings, ...statements] };
}
