/** `.segnorc.json`: what a project has decided about its exchanges. Found upwards from a note, the nearest one counts. */
import { entryOf, RULES } from '../rules/index.js';
import { LEVELS, type Level, type Levels } from '../rules/levels.js';
import type { Bilingual, Language } from '../rules/rule.js';
import { NOTATIONS, type Notation } from '../notation/reader.js';
import type { Mode } from '../exchange/script.js';
import { nearest } from './suggest.js';

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

const WORDS = {
  noJson: (why: string): Bilingual => ({ en: `it is no JSON: ${why}`, 'zh-cn': `不是 JSON：${why}` }),
  noObject: { en: 'it is no object', 'zh-cn': '不是对象' },
  rulesNoObject: { en: 'rules has to be an object', 'zh-cn': 'rules 应为对象' },
  oneOf: (key: string, allowed: readonly string[]): Bilingual => ({
    en: `${key} has to be one of ${allowed.join(', ')}`,
    'zh-cn': `${key} 只能是 ${allowed.join('、')}`,
  }),
  texts: (key: string): Bilingual => ({
    en: `${key} has to be a list of texts`,
    'zh-cn': `${key} 应为字符串列表`,
  }),
  noRule: (code: string): Bilingual => ({ en: `there is no rule ${code}`, 'zh-cn': `没有 ${code} 这条规则` }),
  noSetting: (key: string): Bilingual => ({
    en: `there is no setting ${key}`,
    'zh-cn': `没有 ${key} 这个设置`,
  }),
  meant: (near: string): Bilingual => ({ en: `did you mean ${near}?`, 'zh-cn': `是不是 ${near}？` }),
} as const;

/** Reads the text of a configuration. What makes no sense counts for nothing, and is told. */
export function configIn(text: string): ReadConfig {
  const wrong: Bilingual[] = [];
  const unknown = (said: Bilingual, name: string, known: readonly string[]): void => {
    const near = nearest(name, known);
    wrong.push(said, ...(near === undefined ? [] : [WORDS.meant(near)]));
  };
  const oneOf = <T extends string>(key: string, found: unknown, allowed: readonly T[]): T | undefined => {
    const known = allowed.find((one) => one === found);
    if (known === undefined) wrong.push(WORDS.oneOf(key, allowed));
    return known;
  };
  const texts = (key: string, found: unknown): readonly string[] => {
    if (Array.isArray(found) && found.every((one) => typeof one === 'string')) return found;
    wrong.push(WORDS.texts(key));
    return [];
  };
  const rulesIn = (found: unknown): Levels => {
    const levels: Record<string, Level> = {};
    if (!isRecord(found)) wrong.push(WORDS.rulesNoObject);
    for (const [code, level] of Object.entries(isRecord(found) ? found : {})) {
      if (!entryOf(code)) unknown(WORDS.noRule(code), code, CODES);
      else {
        const known = oneOf(`rules.${code}`, level, LEVELS);
        if (known !== undefined) levels[code] = known;
      }
    }
    return levels;
  };

  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { config: {}, wrong: [WORDS.noJson(error instanceof Error ? error.message : '')] };
  }
  if (!isRecord(value)) return { config: {}, wrong: [WORDS.noObject] };

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
      default:
        unknown(WORDS.noSetting(key), key, KEYS);
    }
  }
  return { config, wrong };
}

const CODES: readonly string[] = RULES.map(({ code }) => code);
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
        propertyNames: { enum: CODES },
        additionalProperties: { enum: LEVELS },
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
