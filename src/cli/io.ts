/** What a run of the command line sees of the world, so that a test can stand in for it. */
export interface Io {
  /** Where relative paths start. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input. */
  readonly stdin: () => Promise<Uint8Array>;
  /** Does something at once, and again whenever what lies at the paths has changed, until the user ends it. */
  readonly watch: (paths: readonly string[], again: () => Promise<Status>) => Promise<Status>;
}

export interface Output {
  readonly write: (text: string | Uint8Array) => void;
  /** Whether a person sees it as it is written. */
  readonly isTTY: boolean;
  /** How wide it is, in columns, where it is a terminal. */
  readonly columns?: number | undefined;
}

/** 0: nothing at error level. 1: problems at error level. 2: wrong use, or a file that cannot be read. */
export type Status = 0 | 1 | 2;

/** Wrong use, or a file that cannot be read: ends the run with status 2 and says why. */
export class Failure extends Error {
  constructor(
    message: string,
    /** Whether the help would help. */
    readonly showsHelp = false,
  ) {
    super(message);
  }
}
