/** Exchanges that nobody thought of: programs and a network that do as the dice fall. */
import { dice } from '../support/dice.js';
import { Refused } from './hosts.js';
import { OPTION, type Lab } from './lab.js';
import type { Name } from './recording.js';
import type { Scenario } from './scenarios.js';

/** What the two programs of a random scenario have done so far. */
type Sockets = Record<Name, 'none' | 'open' | 'closed'>;

/** The scenario of this seed. What programs and network do is fixed by it; what the kernel's timers do is not. */
export function randomScenario(seed: number): Scenario {
  const roll = dice(seed);
  const chance = (p: number): boolean => roll() < p;
  const below = (n: number): number => Math.floor(roll() * n);
  const flags = { sack: chance(0.7), timestamps: chance(0.7), scaling: chance(0.8) };
  const loss = [0, 0.05, 0.2][below(3)] ?? 0;
  const delay = [0, 0.2, 0.5][below(3)] ?? 0;
  return {
    title: `Random ${seed}`,
    origins: chance(0.5) ? { C: 2 ** 32 - 1 - below(2000), S: 2 ** 32 - 1 - below(2000) } : {},
    sysctl: {
      'ipv4/tcp_rto_min_us': 20_000,
      'ipv4/tcp_sack': Number(flags.sack),
      'ipv4/tcp_timestamps': Number(flags.timestamps),
      'ipv4/tcp_window_scaling': Number(flags.scaling),
    },
    play: async (lab) => {
      const sockets: Sockets = { C: 'none', S: 'none' };
      const crossing = chance(0.2);
      const small = chance(0.2) ? [OPTION.receiveBuffer(2048)] : [];
      lab.network = () => (chance(loss) ? 'lose' : chance(delay) ? 'hold' : 'deliver');
      if (crossing) {
        lab.hold('C', 'S');
        await lab.connect('S', small);
        sockets.S = 'open';
      } else {
        await lab.listen('S', small);
      }
      await lab.connect('C', chance(0.3) ? [OPTION.noDelay] : []);
      sockets.C = 'open';
      lab.network = () => (chance(loss) ? 'lose' : chance(delay) ? 'hold' : 'deliver');

      for (let steps = 8 + below(25); steps > 0; steps--) {
        if (!crossing && sockets.S === 'none') await tried(async () => accepted(lab, sockets));
        await step(lab, sockets);
      }
      lab.carry();
      await lab.release();
      await ended(lab, sockets, crossing);
    },
  };

  async function step(lab: Lab, sockets: Sockets): Promise<void> {
    const held = lab.held;
    const host = chance(0.5) ? 'C' : 'S';
    const deed = roll();
    if (deed < 0.35 && held.length > 0) {
      const chosen = held[below(held.length)];
      if (chosen) await lab.release([chosen]);
    } else if (deed < 0.4) {
      const arrived = lab.arrived;
      const chosen = arrived[arrived.length - 1 - below(Math.min(4, arrived.length))];
      if (chosen) await lab.repeat(chosen);
    } else if (deed < 0.5) {
      await lab.pause(30);
    } else if (sockets[host] === 'open') {
      const act = roll();
      if (act < 0.55) await tried(() => lab.send(host, 1 + below(chance(0.2) ? 5000 : 400)));
      else if (act < 0.8) await tried(() => lab.receive(host, 1 + below(3000)));
      else if (act < 0.88) await tried(() => shutdown(lab, host));
      else {
        sockets[host] = 'closed';
        await (act < 0.97 ? lab.close(host) : lab.abort(host));
      }
    }
  }
}

/**
 * Not at SYN-RECEIVED: there Linux puts the FIN off, and sends it while it is taking the segment that completes the
 * handshake, before the data of that segment, so that the FIN does not acknowledge what has arrived.
 */
async function shutdown(lab: Lab, host: Name): Promise<void> {
  if ((await lab.quiet())[host] !== 'SYN_RCVD') await lab.shutdown(host);
}

async function accepted(lab: Lab, sockets: Sockets): Promise<void> {
  await lab.accept('S');
  sockets.S = 'open';
}

/** Programs go on when the kernel refuses: there is nothing to read yet, the connection is gone. */
async function tried(deed: () => Promise<unknown>): Promise<void> {
  try {
    await deed();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** Closes what is open on a network that has no more faults, and waits until nothing of the connection is left. */
async function ended(lab: Lab, sockets: Sockets, crossing: boolean): Promise<void> {
  for (let patience = 200; patience > 0; patience--) {
    if (!crossing && sockets.S === 'none') await tried(() => accepted(lab, sockets));
    for (const host of ['C', 'S'] as const) {
      if (sockets[host] !== 'open') continue;
      sockets[host] = 'closed';
      await lab.close(host);
    }
    const { C, S } = await lab.quiet();
    const over = (state: string): boolean => ['CLOSED', 'TIME_WAIT', 'LISTEN', 'FIN_WAIT_2'].includes(state);
    if (over(C) && over(S) && (crossing || sockets.S !== 'none' || C === 'CLOSED')) return;
    await lab.pause(50);
  }
  throw new Error('the connection does not end');
}
