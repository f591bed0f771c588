/** What stays the same while a script is played: who is in it, and what its numbers and symbols stand for. */
import type { EmitContext } from '../tcp/emit.js';
import { add, after, atOrBefore, distance, seq, type Seq } from '../tcp/seq.js';
import { Lines } from './lines.js';
import { Numbers, type Unknown } from './numbers.js';
import type { Expr, Script, SegmentStatement } from './script.js';
import { Topology } from './topology.js';
import type { EndKey } from './trace.js';
import { Work } from './work.js';
import { lastUpTo, softBefore, type World } from './world.js';

/** Who sends to whom: the names written, and the keys of the two ends of the connection. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly key: EndKey;
  readonly peerKey: EndKey;
}

/** A segment statement as it is played. */
export interface Line {
  readonly scene: Scene;
  readonly statement: SegmentStatement;
  /** The statement's index in the script. */
  readonly index: number;
  readonly route: Route;
}

/** Numbers that are counted from the same lie no further apart. */
const NEAR = 2 ** 21;

/** So many statements below the one that opens a connection may be read for the number that it opens with. */
const REACH = 64;

export class Scene {
  readonly topology: Topology;
  /** The statements: whoever plays a script reads them here. */
  readonly lines: Lines;
  readonly numbers: Numbers;
  /** How much has been done for the script, and may be. */
  readonly work: Work;

  /** What is said of the script as a whole; its statements are read as lines. */
  readonly script: Omit<Script, 'statements'>;

  /** @param left how much may be done, where that is less than usual */
  constructor(script: Script, left = Infinity) {
    this.script = script;
    this.lines = new Lines(script.statements);
    this.topology = new Topology(script, this.lines);
    this.numbers = new Numbers(writtenNumbers(script));
    this.work = new Work(script.statements.length, left);
  }

  resolve(world: World, expr: Expr | undefined): Seq | undefined {
    if (expr === undefined) return undefined;
    if (expr.symbol === undefined) return seq(expr.offset);
    const value = world.symbols.get(expr.symbol);
    return value === undefined ? undefined : add(value, expr.offset);
  }

  isOpen(world: World, expr: Expr | undefined): boolean {
    return expr?.symbol !== undefined && !world.symbols.has(expr.symbol);
  }

  /** Whether the note has already said what this number is. */
  isNamed(world: World, number: Seq): boolean {
    const unknown = this.numbers.owner(number);
    if (unknown === undefined || unknown.fixed) return true;
    const soft = softBefore(world, number);
    const last = soft && lastUpTo(world.bound, number);
    const isSoft = soft !== undefined && !(last && isBetween(last[0] as Seq, soft.start, number));
    return !isSoft && this.names(world, unknown);
  }

  /** Whether nobody knows where one number lies beside the other: the value of one of them at least is only ours. */
  isApart(one: Seq, other: Seq): boolean {
    if (Math.abs(distance(one, other)) < NEAR) return false;
    const [ofOne, ofOther] = [this.numbers.owner(one), this.numbers.owner(other)];
    const isOpen = (unknown: Unknown | undefined): boolean => unknown !== undefined && !unknown.fixed;
    return ofOne?.id !== ofOther?.id && (isOpen(ofOne) || isOpen(ofOther));
  }

  /** Whether a symbol stands for a number that is counted from this one. */
  names({ bound }: World, { id, base }: Unknown): boolean {
    let last = lastUpTo(bound, add(base, NEAR));
    for (let seen = 0; last && seen < bound.size; seen++) {
      const number = last[0] as Seq;
      if (Math.abs(distance(number, base)) > NEAR) return false;
      if (this.numbers.owner(number)?.id === id) return true;
      last = lastUpTo(bound, add(number, -1));
    }
    return false;
  }

  emitContext(route: Route, index: number): EmitContext {
    return {
      ...this.context(route.key, index),
      unknownLength: this.numbers.length(index),
    };
  }

  /** What the TCP core needs to know of the moment. */
  context(key: EndKey, index: number): Pick<EmitContext, 'iss' | 'cause' | 'strict'> {
    const iss = (): Seq => this.writtenIss(key, index) ?? this.numbers.value(`iss:${key}:${index}`);
    return { iss, cause: index, strict: this.script.mode === 'strict' };
  }

  /** The initial send sequence number that the end's next SYN gives as a plain number. */
  private writtenIss(key: EndKey, index: number): Seq | undefined {
    const own = this.topology.connection(key);
    if (own === undefined) return undefined;
    const syn = this.lines.find(
      index + 1,
      REACH,
      (one): one is SegmentStatement =>
        one.kind === 'segment' &&
        one.flags.has('SYN') &&
        one.from !== undefined &&
        this.topology.address(one.from) === this.topology.address(own.name) &&
        (own.peer === undefined || one.to === undefined || this.topology.address(one.to) === own.peer),
    );
    const written = syn?.statement.seq;
    return written === undefined || written.symbol !== undefined ? undefined : seq(written.offset);
  }
}

/** Whether the number comes after `start`, and no later than `end`. */
function isBetween(number: Seq, start: Seq, end: Seq): boolean {
  return after(number, start) && atOrBefore(number, end);
}

function writtenNumbers(script: Script): readonly Seq[] {
  const numbers: Seq[] = [];
  const collect = (expr: Expr | undefined): void => {
    if (expr !== undefined && expr.symbol === undefined && expr.offset > 2 ** 24)
      numbers.push(seq(expr.offset));
  };
  for (const statement of script.statements) {
    if (statement.kind === 'segment') {
      collect(statement.seq);
      collect(statement.ack);
    } else if (statement.kind === 'state') {
      for (const expr of Object.values(statement.counters)) collect(expr);
    }
  }
  // Long captures write thousands of numbers, and then leave none open.
  return numbers.length > 200 ? [] : numbers;
}
