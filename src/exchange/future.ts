/** What of a world decides how it can go on. Worlds that agree in it are one. */
import { added, hash, hashed, inShort, NOTHING, type Hash } from '../tcp/hash.js';
import { digest } from '../tcp/tcb.js';
import type { Flight } from './flights.js';
import type { Branch, SharedMap } from './shared-map.js';
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

/** The same for a map, in whatever order its keys came: the sum of what its entries are hashed to, branch by branch. */
function summed<K extends string | number, V>(
  tell: (value: V, key: K) => string,
): (map: SharedMap<K, V>) => string {
  const known = new WeakMap<Branch<K, V>, Hash>();
  const sum = (branch: Branch<K, V> | undefined): Hash => {
    if (!branch) return NOTHING;
    let total = known.get(branch);
    if (total === undefined) {
      const own = hash(`${branch.key} ${tell(branch.value, branch.key)}`);
      total = added(own, added(sum(branch.left), sum(branch.right)));
      known.set(branch, total);
    }
    return total;
  };
  return ({ root }) => inShort(sum(root));
}

/** Only tells of the past. */
const OVER = undefined;

const path = chained((state: string) => state);

function flight({ statement, segment: { seq, ack, len } }: Flight): string {
  return `${statement},${seq},${ack},${len}`;
}

const underWay = summed<number, Flight>(flight);

/** What decides in each part of a world. One that is missing here does not compile. */
const PARTS: { readonly [K in keyof World]: ((value: World[K]) => string) | undefined } = {
  tcbs: summed(digest),
  flights: ({ all }) => underWay(all),
  // The others can only be copied, see `arrivalsOf`.
  arrived: (arrived) => (arrived ? flight(arrived.item) : ''),
  symbols: summed(String),
  bound: OVER,
  paths: summed(path),
  softLengths: summed(({ statement }) => String(statement)),
  earlier: once((earlier) => JSON.stringify([...earlier])),
  lossy: summed(String),
  mistaken: summed(({ written, actual }) => `${written} ${actual}`),
  claims: chained(
    ({ statement, part, since }) => `${statement} ${part} ${[...since.values()].map(path).join()}`,
  ),
  reached: (reached) => [...reached].map(([key, one]) => `${key} ${path(one)}`).join(),
  marks: OVER,
  log: OVER,
  found: OVER,
  errors: OVER,
  warnings: OVER,
  guesses: OVER,
  unlikely: OVER,
  played: (played) => String(played?.statement ?? ''),
  spared: OVER,
  proposal: OVER,
  refusal: OVER,
};

/** All that has arrived, as text: it decides where a line says that a copy of it arrives. */
export function arrivalsOf({ arrived }: World): string {
  return arrivals(arrived);
}

const arrivals = chained(flight);

/** What decides how a world can go on, as text, unless a copy of what has arrived comes. */
export function futureOf(world: World): string {
  let text = '';
  for (const [part, tell] of DECIDING) text += `${tell(world[part] as never)}\n`;
  return text;
}

type Deciding = readonly [keyof World, (value: never) => string];

const DECIDING = Object.entries(PARTS).filter(([, tell]) => tell !== OVER) as unknown as readonly Deciding[];
