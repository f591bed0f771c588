/** From what a TCB says against a segment to the fault that the trace tells, with what explains it. */
import type { Objection } from '../tcp/emit.js';
import { after, distance } from '../tcp/seq.js';
import { isSynchronized } from '../tcp/state.js';
import { earlierProposal } from './excerpt/earlier.js';
import type { Fault } from './fault.js';
import type { Discovery } from './numbers.js';
import type { Part } from './script.js';
import type { Route, Scene } from './scene.js';
import type { RelatedNote } from './trace.js';
import { at, blame, softBefore, type World } from './world.js';

/** Turns what the sender's TCB says against a segment into a fault, with what explains it. */
export function raise(scene: Scene, world: World, objection: Objection, index: number, route: Route): World {
  const { key, peerKey } = route;
  const end = key;
  const peer = world.tcbs.get(peerKey);
  let fault: Fault = { ...objection, end } as Fault;
  const own = world.tcbs.get(key);
  const last = world.arrived?.item;
  if (fault.code === 'no-connection' && fault.flags.includes('RST') && last?.segment.flags.has('RST')) {
    if (scene.topology.address(last.to) === scene.topology.address(route.from))
      fault = { ...fault, toReset: true };
  }
  if (
    objection.code === 'wrong-ack-number' &&
    own !== undefined &&
    isSynchronized(own.state) &&
    peer !== undefined &&
    isSynchronized(peer.state) &&
    after(objection.written, peer.nxt)
  ) {
    const { written, expected } = objection;
    fault = { code: 'ack-of-unsent-data', end, peer: peerKey, written, expected, sent: peer.nxt };
  }
  const related: { place: { statement: number; part: Part }; note: RelatedNote }[] = [];
  const explain = (statement: number | undefined, note: RelatedNote): void => {
    if (statement !== undefined && statement !== index)
      related.push({ place: at(statement, 'segment'), note });
  };
  switch (fault.code) {
    case 'wrong-ack-number':
    case 'ack-of-unsent-data':
    case 'ack-behind':
      explain(world.marks.get(`rcv ${key}`), 'rcv-nxt-set');
      break;
    case 'wrong-sequence-number':
    case 'sequence-gap':
      explain(world.marks.get(`nxt ${key}`), 'number-set');
      break;
    case 'data-after-fin':
    case 'fin-after-fin':
      explain(world.marks.get(`fin ${key}`), 'fin-sent');
      break;
    case 'sent-after-reset':
      explain(own?.ended?.cause, 'reset');
      break;
  }
  const blamed = blame(world, fault, at(index, partOf(objection)), related);
  return { ...blamed, proposal: blamed.proposal ?? propose(scene, world, objection, route, index) };
}

/** What to fix so that the objection falls away, if it rests on a number that the note had left open. */
function propose(
  scene: Scene,
  world: World,
  objection: Objection,
  route: Route,
  index: number,
): Discovery | undefined {
  return (
    numberProposal(scene, world, objection) ??
    lengthProposal(scene, world, objection, route, index) ??
    earlierProposal(scene, world, objection, route, index)
  );
}

/** Data behind a FIN is the data before it again, whose length was left open. */
function lengthProposal(
  { lines, numbers }: Scene,
  world: World,
  objection: Objection,
  { key }: Route,
  index: number,
): Discovery | undefined {
  const again = lines.at(index);
  const { fin, una } = world.tcbs.get(key) ?? {};
  if (objection.code !== 'data-after-fin' || fin === undefined || una === undefined) return undefined;
  if (again?.kind !== 'segment' || again.seq !== undefined || again.len === undefined) return undefined;
  const soft = softBefore(world, fin);
  if (soft === undefined || after(una, soft.start)) return undefined;
  return numbers.lengthen(soft.statement, again.len - distance(fin, soft.start));
}

function numberProposal(scene: Scene, world: World, objection: Objection): Discovery | undefined {
  if (objection.code === 'initial-number-too-low') {
    const { written, least } = objection;
    return scene.numbers.reconcile(written, least, (unknown) => scene.names(world, unknown));
  }
  if (!('expected' in objection) || objection.written === undefined || objection.expected === undefined)
    return undefined;
  const { written, expected } = objection;
  const fixed = scene.numbers.reconcile(written, expected, (unknown) => scene.names(world, unknown));
  if (fixed) return fixed;
  const soft = softBefore(world, expected);
  return soft && scene.numbers.lengthen(soft.statement, distance(written, expected));
}

function partOf(objection: Objection): Part {
  switch (objection.code) {
    case 'wrong-sequence-number':
    case 'sequence-gap':
    case 'initial-number-too-low':
      return 'seq';
    case 'wrong-ack-number':
    case 'ack-behind':
      return 'ack';
    case 'wrong-reset-numbers':
      return objection.field;
    case 'ack-before-syn':
      return 'flag.ACK';
    case 'data-before-established':
    case 'data-after-fin':
    case 'syn-carries-data':
      return 'flag.DATA';
    case 'fin-before-established':
    case 'fin-after-fin':
      return 'flag.FIN';
    case 'syn-in-synchronized-state':
    case 'port-reused-in-time-wait':
      return 'flag.SYN';
    case 'beyond-window':
    case 'beyond-shrunken-window':
      return 'len';
    case 'repeat-differs':
      return objection.what === 'seq' ? 'seq' : objection.what === 'flags' ? 'flags' : 'len';
    case 'impossible-flags':
    case 'missing-ack-flag':
      return 'flags';
    default:
      return 'segment';
  }
}
