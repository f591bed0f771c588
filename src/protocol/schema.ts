/**
 * How what crosses a boundary is checked: all of it, by a schema for each type. A property or a variant that a type gains
 * and that nobody has decided about here does not compile.
 */
import * as v from 'valibot';

/** A schema of values of that type, which it leaves as they are. */
export type Schema<T> = v.GenericSchema<T, T>;

type Optional<T> = v.ExactOptionalSchema<Schema<T>, undefined>;

/** A schema for each property; those that may be missing say so with {@link optional}. */
type Entries<T> = {
  readonly [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K>
    ? Optional<Exclude<T[K], undefined>>
    : Schema<T[K]>;
};

export const text: Schema<string> = v.string();
export const truth: Schema<boolean> = v.boolean();
export const number: Schema<number> = v.pipe(v.number(), v.finite());

/** The highest number of a line, a column or an index that is taken for one: that of LSP's `uinteger`. */
const HIGHEST = 2 ** 31 - 1;

export function integer(least: number): Schema<number> {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(HIGHEST));
}

/** An index, or a line or a column, wherever it is counted from. */
export const count = integer(0);

/** A number from one to another, both included. */
export function within(least: number, most: number): Schema<number> {
  return v.pipe(v.number(), v.minValue(least), v.maxValue(most));
}

export function one<const T extends string>(of: readonly T[]): Schema<T> {
  return v.picklist(of);
}

export function only<const T extends string | boolean>(value: T): Schema<T> {
  return v.literal(value);
}

export function optional<T>(schema: Schema<T>): Optional<T> {
  return v.exactOptional(schema);
}

export function list<T>(item: Schema<T>, most = Infinity): Schema<readonly T[]> {
  return v.pipe(v.array(item), v.maxLength(most));
}

export function tuple<const T extends readonly unknown[]>(
  ...items: { readonly [K in keyof T]: Schema<T[K]> }
): Schema<T> {
  return v.strictTuple(items as readonly Schema<unknown>[]) as unknown as Schema<T>;
}

export function object<T extends object>(entries: Entries<T>): Schema<T> {
  // What the entries promise one by one, valibot's own types cannot say of a type that is not known yet.
  return v.object(entries as v.ObjectEntries) as unknown as Schema<T>;
}

/** One of several objects, told apart by the text in one of their properties. */
export function variant<K extends string, T extends Readonly<Record<K, string>>>(
  key: K,
  schemas: { readonly [Name in T[K]]: Schema<Extract<T, Readonly<Record<K, Name>>>> },
): Schema<T> {
  const named = new Map<unknown, Schema<T>>(Object.entries(schemas));
  return v.lazy((value) => (isRecord(value) && named.get(value[key])) || v.never());
}

/** What the schema takes, where it holds together as well. */
export function where<T>(schema: Schema<T>, holds: (value: T) => boolean): Schema<T> {
  return v.pipe(schema, v.check(holds));
}

/** Whether a value is what a schema says. */
export function guard<T>(schema: Schema<T>): (value: unknown) => value is T {
  return (value): value is T => v.is(schema, value);
}

/** What of a value is as the schemas of its properties say, one by one; everything else of it is left out. */
export function part<T extends object>(entries: Entries<T>): (value: unknown) => Partial<T> {
  const schemas = Object.entries<Schema<unknown>>(entries);
  return (value) => {
    if (!isRecord(value)) return {};
    const kept = schemas.flatMap(([name, schema]) => {
      const result = v.safeParse(schema, value[name]);
      return result.success ? [[name, result.output]] : [];
    });
    return Object.fromEntries(kept) as Partial<T>;
  };
}

/** Whether a value has properties that can be asked for. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
