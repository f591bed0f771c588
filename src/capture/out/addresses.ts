/** Addresses for the ends of an exchange: those that their labels name, or such as are kept for documentation. */
import { NETWORK, Topology } from '../../exchange/topology.js';
import type { Trace } from '../../exchange/trace.js';
import { viewOf } from '../file/pcap.js';
import { colons } from '../packet/ip.js';

export interface Address {
  /** Four octets, or sixteen. */
  readonly host: readonly number[];
  readonly port: number;
}

/** Ports that neither Wireshark nor tcpdump takes for those of a protocol: of ends that open, and that are opened to. */
const OPENING_PORT = 40_000;
const OPENED_PORT = 6_789;
/** Hosts of 192.0.2.0/24 (RFC 5737), without its first and last. */
const HOSTS = 254;
const UNKNOWN: Address = { host: [0, 0, 0, 0], port: 0 };

/**
 * The addresses of all ends by their names.
 *
 * @param apart tells exchanges of one file apart: it is added to the ports of those that open
 */
export function addressesOf(
  trace: Trace,
  opening: ReadonlySet<string>,
  apart: number,
): ReadonlyMap<string, Address> {
  const names = [...trace.endpoints.map(({ name }) => name), NETWORK];
  const labelled = trace.endpoints.map(({ label }) => addressIn(label ?? ''));
  const [first] = labelled;
  // Made-up addresses of one kind and real ones of the other could not talk to each other.
  const isAllLabelled =
    first !== undefined && labelled.every((one) => one?.host.length === first.host.length);
  const addresses = new Map<string, Address>();
  for (const [index, name] of names.entries()) {
    const port = opening.has(name) ? OPENING_PORT + apart : OPENED_PORT;
    const made = { host: [192, 0, 2, (index % HOSTS) + 1], port: port + Math.floor(index / HOSTS) };
    addresses.set(name, (isAllLabelled ? labelled[index] : undefined) ?? made);
  }
  const topology = new Topology(trace.script);
  return new Map(names.map((name) => [name, addresses.get(topology.address(name)) ?? UNKNOWN]));
}

/** As people read it. */
export function hostText(host: readonly number[]): string {
  return host.length > 4 ? colons(viewOf(Uint8Array.from(host)), 0) : host.join('.');
}

/** `192.0.2.1:80`, `[2001:db8::1]:80`. */
function addressIn(label: string): Address | undefined {
  const [, four, six, digits] =
    /^(?:((?:\d{1,3}\.){3}\d{1,3})|\[([\da-f:]{2,39})\]):(\d{1,5})$/i.exec(label) ?? [];
  const port = Number(digits);
  const host = four === undefined ? groupsIn(six ?? '') : four.split('.').map(Number);
  return host && host.every((octet) => octet < 256) && port < 0x1_0000 ? { host, port } : undefined;
}

/** The octets of an IPv6 address (RFC 4291 §2.2). */
function groupsIn(text: string): readonly number[] | undefined {
  const [head = '', tail, more] = text.split('::').map((part) => (part === '' ? [] : part.split(':')));
  if (head === '' || more !== undefined) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]);
}
