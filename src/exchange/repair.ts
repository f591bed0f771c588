/**
 * Where the exchange may go on after a mistake. One mistake is one problem: the lines below are taken to be right, if
 * there is a way in which they can be.
 */
import type { Draft } from '../tcp/emit.js';
import { add, type Seq } from '../tcp/seq.js';
import { moved, noConnection, type Tcb } from '../tcp/tcb.js';
import type { Route, Scene } from './scene.js';
import type { EndKey } from './trace.js';
import { withTcb, type World } from './world.js';

/** The world in which the handshake has come as far as the sender of an early segment takes it to have. */
export function opened(scene: Scene, before: World, route: Route, index: number, draft: Draft): World {
  const sender = before.tcbs.get(route.key);
  const peer = before.tcbs.get(route.peerKey);
  const answersSyn = draft.flags.has('SYN');
  const number = (written: Seq | undefined, key: EndKey): Seq =>
    written ?? scene.numbers.value(`iss:${key}:${index}`);
  const written = draft.seq === undefined ? undefined : add(draft.seq, answersSyn ? 0 : -1);
  const iss = sender?.iss ?? number(written, route.key);
  const irs = peer?.iss ?? number(draft.ack === undefined ? undefined : add(draft.ack, -1), route.peerKey);
  const base = noConnection('LISTEN', 'yes');
  const nxt = answersSyn ? iss : add(iss, 1);
  const own: Tcb = { ...base, iss, irs, una: iss, nxt, rcv: add(irs, 1) };
  const world = withTcb(
    before,
    route.key,
    answersSyn
      ? { ...own, state: 'SYN_RCVD', opened: 'passive' }
      : { ...own, state: 'ESTABLISHED', una: nxt },
    index,
  );
  const seen = add(irs, 1);
  const other: Tcb = {
    ...base,
    iss: irs,
    irs: iss,
    una: answersSyn ? irs : seen,
    nxt: seen,
    rcv: add(iss, 1),
  };
  return withTcb(
    world,
    route.peerKey,
    answersSyn ? { ...other, state: 'SYN_SENT', opened: 'active' } : { ...other, state: 'ESTABLISHED' },
    index,
  );
}

/** The world in which a connection that has ended goes on. */
export function revived(world: World, { key, peerKey }: Route, index: number): World {
  let next = world;
  for (const end of [key, peerKey]) {
    const was = world.tcbs.get(end)?.ended?.was;
    if (was !== undefined) next = withTcb(next, end, was, index);
  }
  return next;
}

/** The world in which all numbers that `sender` counts its octets by lie `by` octets further on. */
export function shiftStream(
  world: World,
  sender: EndKey,
  receiver: EndKey,
  by: number,
  index: number,
): World {
  const [from, to] = [world.tcbs.get(sender), world.tcbs.get(receiver)];
  const next = from ? withTcb(world, sender, moved(from, { own: by, peer: 0 }), index) : world;
  return to ? withTcb(next, receiver, moved(to, { own: 0, peer: by }), index) : next;
}
