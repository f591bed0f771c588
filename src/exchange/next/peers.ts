/** Who may send to whom in an exchange. */
import type { Call, Script, Statement } from '../script.js';
import { NETWORK, topologyOf, type Topology } from '../topology.js';

/** Those that an end exchanges segments with; before any segment, all others. */
export function peersIn(script: Script, name: string): string[] {
  const topology = topologyOf(script);
  const addresses = [topology.peersOf(name), topology.peersOf(topology.address(name))]
    .map((peers) => [...peers])
    .find((peers) => peers.length > 0)
    ?.filter((peer) => peer !== NETWORK);
  if (addresses && addresses.length > 0)
    return addresses.map((address) => holderOf(script, topology, address));
  return topology.endpoints
    .map((end) => end.name)
    .filter((other) => other !== name && topology.address(other) !== topology.address(name));
}

/** Every pair of a sender and its receiver; `names` stand in for ends that the script does not name. */
export function pairs(script: Script, names: readonly [string, string]): [string, string | undefined][] {
  const topology = topologyOf(script);
  const known = topology.endpoints
    .map(({ name }) => name)
    .filter((name) => topology.isChecked(name) && !isGone(script, topology, name));
  const lone = known.length === 1 && topology.peersOf(known[0] ?? '').has(NETWORK);
  if (lone) return known.map((name) => [name, undefined]);
  const [first = names[0]] = known;
  if (known.length < 2) {
    const other = first === names[1] ? names[0] : names[1];
    // A single end that only listens is the one on the right.
    const listens = script.statements.some(
      (one) => (one.kind === 'state' && one.state === 'LISTEN') || isCall(one, 'listen'),
    );
    const caller = listens && known.length === 1 ? (first === names[0] ? names[1] : names[0]) : first;
    return caller === first
      ? [
          [first, other],
          [other, first],
        ]
      : [
          [caller, first],
          [first, caller],
        ];
  }
  return known.flatMap((name) => peersIn(script, name).map((peer): [string, string] => [name, peer]));
}

/** The name under which an address was used last: an end may have taken over that of another. */
function holderOf({ statements }: Script, topology: Topology, address: string): string {
  for (const statement of statements.toReversed()) {
    if (statement.kind !== 'segment') continue;
    const { from, to } = statement;
    const holder = [from, to].find((name) => name !== undefined && topology.address(name) === address);
    if (holder !== undefined) return holder;
  }
  return address;
}

/** Whether another end has taken over the address of this one, and uses it. */
function isGone(script: Script, topology: Topology, name: string): boolean {
  const holder = holderOf(script, topology, topology.address(name));
  return holder !== name && topology.reuses(holder) && !topology.reuses(name);
}

function isCall(statement: Statement, name: Call): boolean {
  return statement.kind === 'call' && statement.call === name;
}
