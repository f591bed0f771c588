/**
 * How what crosses a boundary is checked: all of it, by a schema for each type. A property or a variant that a type gains
 * and that nobody has decided about here does not compile.
 */

/**
 * Tells whether a value is of that type, all the way down. Only that: a drawing of a thousand rows is asked after each key,
 * so that nothing is made of it, neither a copy nor a list of what is wrong with it.
 */
export type Schema<T> = (value: unknown) => value is T;

/** A property that may be missing; one that is there and undefined is none. */
interface Optional<T> {
  readonly optional: Schema<T>;
}

/** A schema for each property; those that may be missing say so with {@link optional}. */
type Entries<T> = {
  readonly [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K>
    ? Optional<Exclude<T[K], undefined>>
    : Schema<T[K]>;
};

export const text: Schema<string> = (value) => typeof value === 'string';
export const truth: Schema<boolean> = (value) => typeof value === 'boolean';
export const number = (value: unknown): value is number => Number.isFinite(value);

/** The highest number of a line, a column or an index that is taken for one: that of LSP's `uinteger`. */
const HIGHEST = 2 ** 31 - 1;

export function integer(least: number): Schema<number> {
  return (value): value is number =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= HIGHEST;
}

/** An index, or a line or a column, wherever it is counted from. */
export const count = integer(0);

/** A number from one to another, both included. */
export function within(least: number, most: number): Schema<number> {
  return (value): value is number => typeof value === 'number' && value >= least && value <= most;
}

export function one<const T extends string>(of: readonly T[]): Schema<T> {
  const known = new Set<unknown>(of);
  return (value): value is T => known.has(value);
}

export function only<const T extends string | boolean>(wanted: T): Schema<T> {
  return (value): value is T => value === wanted;
}

export function optional<T>(schema: Schema<T>): Optional<T> {
  return { optional: schema };
}

export function list<T>(item: Schema<T>, most = Infinity): Schema<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= most && value.every((part) => item(part));
}

export function tuple<const T extends readonly unknown[]>(
  ...items: { readonly [K in keyof T]: Schema<T[K]> }
): Schema<T> {
  const schemas: readonly Schema<unknown>[] = items;
  return (value): value is T =>
    Array.isArray(value) &&
    value.length === schemas.length &&
    schemas.every((schema, index) => schema(value[index]));
}

export function object<T extends object>(entries: Entries<T>): Schema<T> {
  const named = Object.entries<Schema<unknown> | Optional<unknown>>(entries);
  const always = named.flatMap(([name, entry]) =>
    typeof entry === 'function' ? [{ name, schema: entry }] : [],
  );
  const sometimes = named.flatMap(([name, entry]) =>
    typeof entry === 'function' ? [] : [{ name, schema: entry.optional }],
  );
  return (value): value is T =>
    isRecord(value) &&
    always.every(({ name, schema }) => schema(value[name])) &&
    sometimes.every(({ name, schema }) => !(name in value) || schema(value[name]));
}

/** One of several objects, told apart by the text in one of their properties. */
export function variant<K extends string, T extends Readonly<Record<K, string>>>(
  key: K,
  schemas: { readonly [Name in T[K]]: Schema<Extract<T, Readonly<Record<K, Name>>>> },
): Schema<T> {
  const named = new Map<unknown, Schema<T>>(Object.entries(schemas));
  return (value): value is T => isRecord(value) && named.get(value[key])?.(value) === true;
}

/** What the schema takes, where it holds together as well. */
export function where<T>(schema: Schema<T>, holds: (value: T) => boolean): Schema<T> {
  return (value): value is T => schema(value) && holds(value);
}

/** What of a value is as the schemas of its properties say, one by one; everything else of it is left out. */
export function part<T extends object>(entries: {
  readonly [K in keyof T]-?: Optional<Exclude<T[K], undefined>>;
}): (value: unknown) => Partial<T> {
  const named = Object.entries<Optional<unknown>>(entries);
  return (value) => {
    if (!isRecord(value)) return {};
    const kept = named.filter(([name, { optional: schema }]) => schema(value[name]));
    return Object.fromEntries(kept.map(([name]) => [name, value[name]])) as Partial<T>;
  };
}

/** The same schema, which does not look again at objects that it has taken. For data that nobody changes. */
export function once<T extends object>(schema: Schema<T>): Schema<T> {
  const taken = new WeakSet<object>();
  return (value): value is T => {
    if (!isRecord(value)) return false;
    if (taken.has(value)) return true;
    if (!schema(value)) return false;
    taken.add(value);
    return true;
  };
}

/** Whether a value has properties that can be asked for. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
