/** What the program of a script does with its sockets, as far as TCP is concerned. */

/** Where sockets go, from one line to the next. */
export class Sockets {
  readonly #listening = new Set<string>();
  /** Those whose CLOSE is an ABORT. */
  readonly #lingering = new Set<string>();

  get listens(): boolean {
    return this.#listening.size > 0;
  }

  /** The calls in a line, as Segno writes them. What fails changes nothing. */
  callsIn(line: string): readonly string[] {
    const match = CALL.exec(line.replace(/\/\/.*$/, ''));
    if (!match) return [];
    const [, name = '', socket = '', rest = ''] = match;
    const result = /\)\s*=\s*(-?\d{1,10})/.exec(rest)?.[1];
    if (result?.startsWith('-') === true) return [];
    switch (name) {
      case 'listen':
        this.#listening.add(socket);
        return [];
      case 'setsockopt':
        if (/SO_LINGER/.test(rest) && /onoff\s*=\s*1/.test(rest) && /linger\s*=\s*0/.test(rest)) {
          this.#lingering.add(socket);
        }
        return [];
      case 'close':
        if (this.#listening.delete(socket)) return [];
        return [this.#lingering.delete(socket) ? 'abort' : 'close'];
      case 'shutdown':
        return /SHUT_(?:WR|RDWR)/.test(rest) ? ['shutdown'] : [];
      case 'read':
      case 'recv':
      case 'recvfrom':
      case 'readv':
      case 'recvmsg':
        return Number(result ?? 0) > 0 ? [`receive ${result ?? ''}`] : [];
      default:
        return [];
    }
  }
}

const CALL =
  /^\s{0,200}(?:[-+*.~\de]{1,60}\s+)(listen|setsockopt|close|shutdown|read|recv|recvfrom|readv|recvmsg)\s*\(\s*(\d{1,5})(.*)$/;
