/** Mistakes of one number, made in recordings. */
import { setImmediate } from 'node:timers/promises';
import { seriousProblems } from './judge.js';
import { readRecordings } from './recorded.js';

interface Misnumbered {
  /** How many mistakes were made. */
  readonly mutants: number;
  /** The mistakes that nobody has noticed: what was written, and what stands there instead. */
  readonly survivors: readonly string[];
}

/**
 * Makes SEG.SEQ or SEG.ACK of a segment one too large or too small, wherever it leaves and arrives, in every `every`th
 * way in which that is surely wrong.
 */
async function misnumbered(texts: readonly string[], every: number): Promise<Misnumbered> {
  let ways = 0;
  let mutants = 0;
  const survivors: string[] = [];
  for (const scenario of texts.flatMap(scenarios)) {
    // Vitest takes a worker for dead that lets nothing through for a minute.
    await setImmediate();
    for (const segment of new Set(scenario.match(SEGMENT))) {
      for (const [written] of segment.matchAll(/\b(?:seq|ack)=\d+/g)) {
        const [field = '', number = ''] = written.split('=');
        for (const by of [1, -1]) {
          if (mayBeRight(scenario, segment, field, by) || ways++ % every !== 0) continue;
          const wrong = segment.replace(written, `${field}=${(Number(number) + by) >>> 0}`);
          mutants++;
          if (seriousProblems(scenario.replaceAll(segment, wrong)).length === 0) {
            survivors.push(`${segment} → ${wrong}`);
          }
        }
      }
    }
  }
  return { mutants, survivors };
}

/** How many mistakes are made in the recordings, and the share of them that is reported, from 0 to 1. */
export async function misnumberedShare(
  every: number,
): Promise<{ readonly mutants: number; readonly share: number }> {
  // Random exchanges are long, and what is wrong with them takes long to say.
  const short = [...readRecordings()].filter(([name]) => name !== 'random').map(([, text]) => text);
  const { mutants, survivors } = await misnumbered(short, every);
  return { mutants, share: 1 - survivors.length / mutants };
}

const SEGMENT = /[A-Z+]+\(seq=[^)]*\)/g;

function scenarios(text: string): readonly string[] {
  return text.split(/^(?=begin )/m).filter((part) => part.startsWith('begin '));
}

/** Whether a conforming end could have sent that instead, told without the engine. */
function mayBeRight(scenario: string, segment: string, field: string, by: number): boolean {
  // Whoever forges a segment gives it any number.
  if (scenario.includes(`forged C -> ${segment}`)) return true;
  // Resets may take any number that the peer accepts, and an ABORT takes one of several.
  if (segment.startsWith('RST')) return true;
  // A SYN may begin anywhere, as long as nobody has answered it with its number.
  const start = Number(/seq=(\d+)/.exec(segment)?.[1]);
  if (segment.startsWith('SYN'))
    return !scenario.includes(` ack=${(start + 1) >>> 0},`) || isRefused(scenario);
  // What is sent again may be cut anew (§3.8.6), or be the very same with its old acknowledgment.
  const sent = scenario.split('\n').filter((line) => /^(C -> .*|.* <- S)/.test(line));
  const first = sent.findIndex((line) => line.includes(segment));
  const octets = /(?:len=|FIN)/.test(segment);
  const before = sent.slice(0, first).flatMap((line) => line.match(SEGMENT) ?? []);
  if (octets && before.some((other) => /(?:len=|FIN)/.test(other) && covers(other, start))) return true;
  // The number before the last is that of a keep-alive (§3.8.4) and of a probe; a full receiver may drop data.
  if (!octets && field === 'seq') return by === -1 || before.some((other) => covers(other, start));
  return field === 'ack' && by === -1 && segment.includes('win=0');
}

function isRefused(scenario: string): boolean {
  return /RST\(/.test(scenario);
}

/** Whether the number is one that the segment has. */
function covers(segment: string, number: number): boolean {
  const start = Number(/seq=(\d+)/.exec(segment)?.[1]);
  const length = Number(/len=(\d+)/.exec(segment)?.[1] ?? 0) + (segment.startsWith('FIN') ? 1 : 0);
  return ((number - start) | 0) >= 0 && ((number - start) | 0) < length;
}
