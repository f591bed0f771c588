/** How a note writes its numbers, so that what is added to it reads like the rest. */
import type { Seq } from '../../tcp/seq.js';
import type { Expr, Script } from '../script.js';
import type { Trace } from '../trace.js';

/** How the note writes its numbers. */
export interface Style {
  readonly symbols: ReadonlySet<string>;
  readonly decimals: ReadonlySet<number>;
  /** Whether it writes numbers at all. */
  readonly numbered: boolean;
  /** Whether it writes the `seq` of a segment that carries nothing. */
  readonly bareSeq: boolean;
}

/** Of scripts that questions are asked about, as long as somebody holds them. */
const known = new WeakMap<Script, Style>();

/** How a script writes its numbers. */
export function styleOf(script: Script): Style {
  const style = known.get(script) ?? styleIn(script);
  known.set(script, style);
  return style;
}

function styleIn({ statements }: Script): Style {
  const symbols = new Set<string>();
  const decimals = new Set<number>();
  const collect = (expr: Expr | undefined): void => {
    if (expr?.symbol !== undefined) symbols.add(expr.symbol);
    else if (expr) decimals.add(expr.offset);
  };
  let [segments, bareSeq] = [0, false];
  for (const statement of statements) {
    if (statement.kind === 'segment') {
      segments++;
      collect(statement.seq);
      collect(statement.ack);
      const { flags, data } = statement;
      const bare = !data && flags.size === 1 && flags.has('ACK');
      bareSeq ||= bare && statement.seq !== undefined;
    } else if (statement.kind === 'state') {
      const { snd, una, rcv, iss, irs } = statement.counters;
      for (const expr of [snd, una, rcv, iss, irs]) collect(expr);
    }
  }
  return { symbols, decimals, bareSeq, numbered: segments === 0 || symbols.size + decimals.size > 0 };
}

/** The symbols that a script writes, in order. */
export function symbolsOf(script: Script): string[] {
  return [...styleOf(script).symbols];
}

/** The number as the note would write it, if it can with the names that it has. */
export function expression(trace: Trace, { symbols }: Style, number: Seq): Expr | undefined {
  const spoken = /^(.+?)([+-]\d+)?$/.exec(trace.speak(number));
  const [, name = '', offset = '0'] = spoken ?? [];
  if (/^\d+$/.test(name)) return { offset: Number(name) };
  return symbols.has(name) ? { symbol: name, offset: Number(offset) } : undefined;
}

/** Gives numbers that the note does not know yet: the next letter, or the next hundred where it counts in numbers. */
export function fresher({ symbols, decimals }: Style): () => Expr {
  const taken = new Set(symbols);
  const counted = new Set(decimals);
  return () => {
    if (symbols.size === 0 && decimals.size > 0) {
      let number = 100;
      while (counted.has(number) || counted.has(number + 1)) number += 200;
      counted.add(number);
      return { offset: number };
    }
    const letters = 'x y z u v w a b c d e f g h i j k l m n o p q r s t'.split(' ');
    let symbol = letters.find((letter) => !taken.has(letter)) ?? 'x1';
    for (let count = 2; taken.has(symbol); count++) symbol = `x${count}`;
    taken.add(symbol);
    return { symbol, offset: 0 };
  };
}
