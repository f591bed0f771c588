/** The configurations of a project: for each file the nearest one above it. */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { codeOf } from './files.js';
import { Failure } from './io.js';
import type { Words } from './words.js';
import { CONFIG_NAME, configIn, ignoring, type Config } from '../language/config.js';
import type { Language } from '../rules/rule.js';

interface Placed {
  readonly config: Config;
  /** Whether it leaves a file out, given by its whole path. */
  readonly ignores: (path: string) => boolean;
}

const NONE: Placed = { config: {}, ignores: () => false };

export class Configs {
  readonly #known = new Map<string, Promise<Placed>>();
  readonly #cwd: string;
  readonly #words: Words;
  readonly #language: Language;

  constructor(cwd: string, words: Words, language: Language) {
    this.#cwd = cwd;
    this.#words = words;
    this.#language = language;
  }

  /** The same, with nothing read yet. */
  fresh(): Configs {
    return new Configs(this.#cwd, this.#words, this.#language);
  }

  /** The language that the folder in which the command runs has asked for, where its configuration can be read. */
  async language(): Promise<Language | undefined> {
    try {
      return (await this.#in(this.#cwd)).config.language;
    } catch {
      // Whichever command needs it says why.
      return undefined;
    }
  }

  /**
   * What holds for a file, given by its path from where the command runs.
   *
   * @throws Failure where a configuration cannot be read or makes no sense
   */
  async of(path: string): Promise<Config> {
    return (await this.#in(dirname(resolve(this.#cwd, path)))).config;
  }

  async ignores(path: string): Promise<boolean> {
    return (await this.#in(dirname(path))).ignores(path);
  }

  #in(folder: string): Promise<Placed> {
    const known = this.#known.get(folder);
    if (known) return known;
    const placed = this.#look(folder);
    this.#known.set(folder, placed);
    return placed;
  }

  async #look(folder: string): Promise<Placed> {
    const file = join(folder, CONFIG_NAME);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw new Failure(this.#words.cannotRead(file, code));
      const above = dirname(folder);
      return above === folder ? NONE : this.#in(above);
    }
    const { config, wrong } = configIn(text);
    if (wrong.length > 0) {
      throw new Failure(`${file}: ${wrong.map((one) => one[this.#language]).join('; ')}`);
    }
    const matches = picomatch(ignoring(config), { dot: true });
    return { config, ignores: (path) => matches(relative(folder, path).split(sep).join('/')) };
  }
}
