/** What of a world decides how it can go on. Worlds that agree in it are one. */
import { digest } from '../tcp/tcb.js';
import type { Chain, World } from './world.js';

/** Text for a value that worlds share, made once. */
function once<T extends object>(tell: (value: T) => string): (value: T) => string {
  const known = new WeakMap<T, string>();
  return (value) => {
    let text = known.get(value);
    if (text === undefined) known.set(value, (text = tell(value)));
    return text;
  };
}

/** The same for a chain, from what is told of each item: longer chains are told from shorter ones. */
function chained<T>(tell: (item: T) => string): (chain: Chain<T> | undefined) => string {
  const known = new WeakMap<Chain<T>, string>();
  return (chain) => {
    const untold: Chain<T>[] = [];
    let link = chain;
    while (link && !known.has(link)) {
      untold.push(link);
      link = link.rest;
    }
    let text = (link && known.get(link)) ?? '';
    for (const one of untold.reverse()) known.set(one, (text = hashed(`${text} ${tell(one.item)}`)));
    return text;
  };
}

/** A short text that stands for a long one: 64 bits (FNV-1a, twice), which no two texts of a note share. */
function hashed(text: string): string {
  let [one, other] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x85ebca6b) ^ (other >>> 13);
  }
  return `${(one >>> 0).toString(36)}.${(other >>> 0).toString(36)}`;
}

/** Only tells of the past. */
const OVER = undefined;

/** What decides in each part of a world. One that is missing here does not compile. */
const PARTS: { readonly [K in keyof World]: ((value: World[K]) => string) | undefined } = {
  tcbs: (tcbs) => {
    let text = '';
    for (const tcb of tcbs.values()) text += `${digest(tcb)}|`;
    return text;
  },
  flights: once((flights) =>
    flights.map(({ statement, segment: { seq, ack, len } }) => [statement, seq, ack, len].join()).join(';'),
  ),
  arrived: chained(({ statement, segment: { seq, ack, len } }) => [statement, seq, ack, len].join()),
  symbols: once((symbols) => [...symbols.values()].join()),
  paths: once((paths) => [...paths.values()].map(path).join()),
  softLengths: once((lengths) => lengths.map(({ statement, start }) => `${statement} ${start}`).join()),
  earlier: once((earlier) => JSON.stringify([...earlier])),
  lossy: once((lossy) => [...lossy].join()),
  mistaken: once((mistaken) => JSON.stringify([...mistaken])),
  claims: once((claims) =>
    claims
      .map(({ statement, part, since }) => `${statement} ${part} ${[...since.values()].map(path).join()}`)
      .join(';'),
  ),
  marks: OVER,
  log: OVER,
  found: OVER,
  errors: OVER,
  warnings: OVER,
  guesses: OVER,
  played: (played) => String(played?.statement ?? ''),
  spared: OVER,
  proposal: OVER,
  refusal: OVER,
};

const path = chained((state: string) => state);

/** What decides how a world can go on, as text. */
export function futureOf(world: World): string {
  let text = '';
  for (const [part, tell] of DECIDING) text += `${tell(world[part] as never)}\n`;
  return text;
}

type Deciding = readonly [keyof World, (value: never) => string];

const DECIDING = Object.entries(PARTS).filter(([, tell]) => tell !== OVER) as unknown as readonly Deciding[];
