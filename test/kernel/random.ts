/** Exchanges that nobody thought of: programs and a network that do as the dice fall. */
import { dice } from '../support/dice.js';
import { Refused } from './hosts.js';
import { OPTION, type Lab } from './lab.js';
import type { Name } from './recording.js';
import type { Scenario } from './scenarios/steps.js';

/** The scenario of this seed. What programs and network do is fixed by it; what the kernel's timers do is not. */
export function randomScenario(seed: number): Scenario {
  const { chance, below } = new Gamble(dice(seed));
  const played = below(2 ** 32);
  return {
    title: `Random ${seed}`,
    origins: chance(0.5) ? { C: 2 ** 32 - 1 - below(2000), S: 2 ** 32 - 1 - below(2000) } : {},
    sysctl: {
      'ipv4/tcp_rto_min_us': 20_000,
      'ipv4/tcp_sack': Number(chance(0.7)),
      'ipv4/tcp_timestamps': Number(chance(0.7)),
      'ipv4/tcp_window_scaling': Number(chance(0.8)),
      'ipv4/tcp_ecn': Number(chance(0.2)),
      'ipv4/tcp_rfc1337': Number(chance(0.2)),
    },
    play: (lab) => new Gamble(dice(played)).play(lab),
  };
}

class Gamble {
  readonly #roll: () => number;
  /** Whether each host's program has a socket that it can use. */
  readonly #open = new Set<Name>();
  #listens = false;

  constructor(roll: () => number) {
    this.#roll = roll;
  }

  readonly chance = (p: number): boolean => this.#roll() < p;

  /** An integer from 0 up to but not including n. */
  readonly below = (n: number): number => Math.floor(this.#roll() * n);

  #oneOf<T>(choices: readonly T[]): T | undefined {
    return choices[this.below(choices.length)];
  }

  async play(lab: Lab): Promise<void> {
    const loss = this.#oneOf([0, 0.05, 0.2]) ?? 0;
    const delay = this.#oneOf([0, 0.2, 0.5]) ?? 0;
    for (let rounds = this.#oneOf([1, 1, 2, 3]) ?? 1; rounds > 0; rounds--) {
      await this.#begin(lab);
      lab.network = () => (this.chance(loss) ? 'lose' : this.chance(delay) ? 'hold' : 'deliver');
      for (let steps = 6 + this.below(20); steps > 0; steps--) {
        await this.#accept(lab);
        await this.#step(lab);
      }
      lab.carry();
      // What is left on the way may meet the next connection.
      if (rounds === 1 || this.chance(0.5)) await lab.release();
      await this.#end(lab);
    }
  }

  /** Opens a connection, on a network that does as it likes from here on. */
  async #begin(lab: Lab): Promise<void> {
    const small = this.chance(0.2) ? [OPTION.receiveBuffer(2048)] : [];
    const { C, S } = await lab.quiet();
    if (C === 'TIME_WAIT') await lab.forgetTimeWait('C');
    else if (C !== 'CLOSED') await lab.crash('C');
    if (!this.#listens && S === 'CLOSED' && this.chance(0.2)) {
      lab.hold('C', 'S');
      await lab.connect('S', small);
      this.#open.add('S');
    } else if (!this.#listens) {
      await lab.listen('S', small);
      this.#listens = true;
    }
    await lab.connect('C', this.chance(0.3) ? [OPTION.noDelay] : []);
    this.#open.add('C');
  }

  async #accept(lab: Lab): Promise<void> {
    if (!this.#listens || this.#open.has('S')) return;
    await tried(async () => {
      await lab.accept('S');
      this.#open.add('S');
    });
  }

  async #step(lab: Lab): Promise<void> {
    const deed = this.#roll();
    const held = this.#oneOf(lab.held);
    const host = this.#oneOf(['C', 'S'] as const) ?? 'C';
    if (deed < 0.35 && held) await lab.release([held]);
    else if (deed < 0.4) await this.#repeat(lab);
    else if (deed < 0.49) await lab.pause(30);
    else if (deed < 0.5) await this.#crash(lab, host);
    else if (this.#open.has(host)) await this.#use(lab, host);
  }

  async #repeat(lab: Lab): Promise<void> {
    const chosen = this.#oneOf(this.chance(0.7) ? lab.arrived.slice(-4) : lab.arrived);
    if (chosen) await lab.repeat(chosen);
  }

  async #crash(lab: Lab, host: Name): Promise<void> {
    await lab.crash(host);
    this.#open.delete(host);
    if (host === 'C' || !this.#listens) return;
    this.#listens = this.chance(0.7);
    if (this.#listens) await lab.listen('S');
  }

  /** The host's program does something with its socket. */
  async #use(lab: Lab, host: Name): Promise<void> {
    const act = this.#roll();
    if (act < 0.53) await tried(() => lab.send(host, 1 + this.below(this.chance(0.2) ? 5000 : 400)));
    else if (act < 0.55) await tried(() => lab.send(host, 1 + this.below(50), 'urgent'));
    else if (act < 0.8) await tried(() => lab.receive(host, 1 + this.below(3000)));
    else if (act < 0.88) await tried(() => shutdown(lab, host));
    else {
      this.#open.delete(host);
      await (act < 0.97 ? lab.close(host) : lab.abort(host));
    }
  }

  /** Closes what is open on a network that has no more faults, and waits until nothing of the connection is left. */
  async #end(lab: Lab): Promise<void> {
    for (let patience = 200; patience > 0; patience--) {
      await this.#accept(lab);
      const open = [...this.#open];
      this.#open.clear();
      for (const host of open) await lab.close(host);
      if (open.length > 0) continue;
      const states = Object.values(await lab.quiet());
      if (states.every((state) => ['CLOSED', 'TIME_WAIT', 'LISTEN', 'FIN_WAIT_2'].includes(state))) return;
      await lab.pause(50);
    }
    throw new Error('the connection does not end');
  }
}

/**
 * Not at SYN-RECEIVED: there Linux puts the FIN off, and sends it while it is taking the segment that completes the
 * handshake, before the data of that segment, so that the FIN does not acknowledge what has arrived.
 */
async function shutdown(lab: Lab, host: Name): Promise<void> {
  if ((await lab.quiet())[host] !== 'SYN_RCVD') await lab.shutdown(host);
}

/** Programs go on when the kernel refuses: there is nothing to read yet, the connection is gone. */
async function tried(deed: () => Promise<unknown>): Promise<void> {
  try {
    await deed();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
