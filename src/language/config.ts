/** `.segnorc.json`: what a project has decided about its exchanges. Found upwards from a note, the nearest one counts. */
import { LEVELS, type Level, type Levels } from '../rules/levels.js';
import { entryOf } from '../rules/index.js';
import type { Bilingual, Language } from '../rules/rule.js';
import { NOTATIONS, type Notation } from '../notation/reader.js';
import type { Mode } from '../exchange/script.js';
import { nearest } from './suggest.js';
import { RULES } from '../rules/index.js';

export const CONFIG_NAME = '.segnorc.json';

export interface Config {
  readonly rules?: Levels;
  /** How an exchange is taken that does not say it itself. */
  readonly mode?: Mode;
  /** The language of messages. */
  readonly language?: Language;
  /** The notations that are read. */
  readonly notations?: readonly Notation[];
  /** Globs of files that are left out, from the folder of the configuration. */
  readonly ignore?: readonly string[];
}

/** A configuration, and what of it makes no sense. */
export interface ReadConfig {
  readonly config: Config;
  readonly wrong: readonly Bilingual[];
}

/** The globs of what a configuration leaves out. A folder means all that is in it. */
export function ignoring({ ignore = [] }: Config): string[] {
  return ignore.flatMap((one) => [one, `${one.replace(/\/$/, '')}/**`]);
}

/** How grave problems are taken, whatever a user has set: what makes no sense counts for nothing. */
export function levelsIn(value: unknown): Levels {
  return configIn(JSON.stringify({ rules: value })).config.rules ?? {};
}

const MODES: readonly Mode[] = ['notes', 'strict'];
const LANGUAGES: readonly Language[] = ['en', 'zh-cn'];

/** Reads the text of a configuration. What makes no sense counts for nothing, and is told. */
export function configIn(text: string): ReadConfig {
  const wrong: Bilingual[] = [];
  const say = (en: string, zh: string): void => void wrong.push({ en, 'zh-cn': zh });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    return { config: {}, wrong: [{ en: `it is no JSON: ${why}`, 'zh-cn': `不是 JSON：${why}` }] };
  }
  if (!isRecord(value)) return { config: {}, wrong: [{ en: 'it is no object', 'zh-cn': '不是对象' }] };

  const unlike = (key: string, allowed: readonly string[]): void =>
    say(`${key} has to be one of ${allowed.join(', ')}`, `${key} 只能是 ${allowed.join('、')}`);
  const oneOf = <T extends string>(key: string, found: unknown, allowed: readonly T[]): T | undefined => {
    const known = allowed.find((one) => one === found);
    if (known === undefined) unlike(key, allowed);
    return known;
  };
  const texts = (key: string, found: unknown): readonly string[] => {
    if (Array.isArray(found) && found.every((one) => typeof one === 'string')) return found;
    say(`${key} has to be a list of texts`, `${key} 应为字符串列表`);
    return [];
  };
  const rulesIn = (found: unknown): Levels => {
    if (!isRecord(found)) {
      say('rules has to be an object', 'rules 应为对象');
      return {};
    }
    const levels: Record<string, Level> = {};
    for (const [code, level] of Object.entries(found)) {
      if (entryOf(code)) {
        const known = oneOf(`rules.${code}`, level, LEVELS);
        if (known !== undefined) levels[code] = known;
        continue;
      }
      const near = nearest(
        code,
        RULES.map((rule) => rule.code),
      );
      const [en, zh] = near === undefined ? ['', ''] : [`; did you mean ${near}?`, `；是不是 ${near}？`];
      say(`there is no rule ${code}${en}`, `没有 ${code} 这条规则${zh}`);
    }
    return levels;
  };

  const config: { -readonly [K in keyof Config]: Config[K] } = {};
  for (const [key, found] of Object.entries(value)) {
    switch (key) {
      case '$schema':
        break;
      case 'rules':
        config.rules = rulesIn(found);
        break;
      case 'mode': {
        const mode = oneOf(key, found, MODES);
        if (mode) config.mode = mode;
        break;
      }
      case 'language': {
        const language = oneOf(key, found, LANGUAGES);
        if (language) config.language = language;
        break;
      }
      case 'notations':
        config.notations = texts(key, found).flatMap((one) => oneOf(key, one, NOTATIONS) ?? []);
        break;
      case 'ignore':
        config.ignore = texts(key, found);
        break;
      default: {
        const near = nearest(key, KEYS);
        const [en, zh] = near === undefined ? ['', ''] : [`; did you mean ${near}?`, `；是不是 ${near}？`];
        say(`there is no setting ${key}${en}`, `没有 ${key} 这个设置${zh}`);
      }
    }
  }
  return { config, wrong };
}

const KEYS = ['rules', 'mode', 'language', 'notations', 'ignore'] as const;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema that editors check a configuration by. */
export function configSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Segno',
    description: 'What a project has decided about its TCP exchanges.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      rules: {
        description: 'How grave each problem is taken, by its code; off: it is not looked for.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          RULES.map(({ code, title, severity }) => [
            code,
            { description: `${title.en}. Usually ${severity}.`, enum: LEVELS },
          ]),
        ),
      },
      mode: {
        description: 'How an exchange is taken that does not say it itself.',
        enum: MODES,
        default: 'notes',
      },
      language: { description: 'The language of messages.', enum: LANGUAGES },
      notations: {
        description: 'The notations in which exchanges are read; all of them when left out.',
        type: 'array',
        items: { enum: NOTATIONS },
        uniqueItems: true,
      },
      ignore: {
        description: 'Globs of files that are left out, from the folder of this file.',
        type: 'array',
        items: { type: 'string' },
      },
    },
  };
}
