/** What each word is, for highlighting: more than a pattern can tell, such as an end that is called like a keyword. */
import { SemanticTokensBuilder, type SemanticTokens, type SemanticTokensEdit } from 'vscode-languageserver';
import type { Block } from '../analysis.js';
import { itemsBetween } from '../items.js';
import type { Note } from '../note.js';
import { dissect, type RoleToken } from '../words.js';
import type { Feature } from './feature.js';

/** The types of the protocol that are used, in the order of their numbers. */
export const TOKEN_TYPES = [
  'keyword',
  'type',
  'function',
  'parameter',
  'variable',
  'number',
  'enumMember',
  'method',
  'string',
  'operator',
  'modifier',
] as const;

type TokenType = (typeof TOKEN_TYPES)[number];

const BY_ROLE: Readonly<Record<NonNullable<RoleToken['role']>, TokenType>> = {
  endpoint: 'type',
  flag: 'function',
  field: 'parameter',
  symbol: 'variable',
  number: 'number',
  state: 'enumMember',
  call: 'method',
  mode: 'enumMember',
  value: 'string',
  join: 'operator',
};

const BY_TYPE: Readonly<Partial<Record<RoleToken['type'], TokenType>>> = {
  BEGIN: 'keyword',
  END: 'keyword',
  MODE: 'keyword',
  ENDPOINT: 'keyword',
  NOTE: 'keyword',
  TIMING: 'keyword',
  MOMENT: 'number',
  DURATION: 'number',
  REUSES: 'keyword',
  ORIGIN: 'modifier',
  UNCHECKED: 'modifier',
  RIGHT: 'operator',
  LEFT: 'operator',
  LOST_RIGHT: 'operator',
  LOST_LEFT: 'operator',
  DOTS: 'operator',
  PLUS: 'operator',
  MINUS: 'operator',
  QUOTED: 'string',
};

export const semanticTokens: Feature = {
  capabilities: {
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [] },
      full: { delta: true },
      range: true,
    },
  },
  register({ connection, note, atRest }) {
    // What was sent last of each document, so that after an edit only what has changed need be sent.
    const sent = new Map<string, Required<SemanticTokens>>();
    let count = 0;
    const send = (uri: string, { data }: SemanticTokens): Required<SemanticTokens> => {
      for (const known of sent.keys()) if (!note(known)) sent.delete(known);
      const result = { resultId: String(++count), data };
      sent.set(uri, result);
      return result;
    };
    connection.languages.semanticTokens.on(async ({ textDocument: { uri } }, token) => {
      const open = await atRest(uri, token);
      return open ? send(uri, tokensOf(open)) : { data: [] };
    });
    connection.languages.semanticTokens.onDelta(
      async ({ textDocument: { uri }, previousResultId }, token) => {
        const open = await atRest(uri, token);
        if (!open) return { data: [] };
        const before = sent.get(uri);
        const now = send(uri, tokensOf(open));
        return before?.resultId === previousResultId
          ? { resultId: now.resultId, edits: tokenEdits(before.data, now.data) }
          : now;
      },
    );
    connection.languages.semanticTokens.onRange(({ textDocument, range }) => {
      const open = note(textDocument.uri);
      return open ? tokensOf(open, range.start.line, range.end.line) : { data: [] };
    });
  },
};

/** Numbers that tell of one token. */
const PER_TOKEN = 5;

/** The one edit that makes what was sent before into what there is now; none where they are the same. */
export function tokenEdits(before: readonly number[], now: readonly number[]): SemanticTokensEdit[] {
  const isSame = (one: number, other: number): boolean => {
    for (let at = 0; at < PER_TOKEN; at++) if (before[one + at] !== now[other + at]) return false;
    return true;
  };
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && isSame(start, start)) start += PER_TOKEN;
  let end = 0;
  while (end < shorter - start && isSame(before.length - end - PER_TOKEN, now.length - end - PER_TOKEN)) {
    end += PER_TOKEN;
  }
  const deleteCount = before.length - end - start;
  const data = now.slice(start, now.length - end);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}

/** The tokens of the lines from one to another, counted from 0; of all when left out. None stand on broken lines. */
export function tokensOf(note: Note, first = 0, last = Infinity): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const block of note.analysis.blocks) {
    const start = block.line - 1;
    if (start > last || start + block.lines.length <= first) continue;
    pushBlock(builder, block, first - start, last - start);
  }
  return builder.build();
}

/** `first` and `last` are lines of the block. */
function pushBlock(builder: SemanticTokensBuilder, block: Block, first: number, last: number): void {
  for (const piece of block.pieces) {
    for (const item of itemsBetween(piece, first - piece.first, last - piece.first)) {
      const statement = dissect(piece.lines.slice(item.first, item.last + 1).join('\n'));
      const line = block.line - 1 + piece.first + item.first;
      for (const token of statement?.tokens ?? []) {
        const type = token.role === undefined ? BY_TYPE[token.type] : BY_ROLE[token.role];
        if (type === undefined) continue;
        builder.push(line + token.line, token.start, token.end - token.start, TOKEN_TYPES.indexOf(type), 0);
      }
    }
  }
}
