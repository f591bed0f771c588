import { expect, it } from 'vitest';
import { jsonText } from '../../src/cli/json.js';

const UNSEEN = [
  '\u0000',
  '\u001b',
  '\u007f',
  '\u009b',
  '\u200b',
  '\u2028',
  '\u202e',
  '\u2066',
  '\ue000',
  '\u{e0041}',
];

it.each(UNSEEN.map((character) => [JSON.stringify(jsonText(character)), character]))(
  'JSON has %s in place of a character that nobody sees, and is read as that character',
  (_name, character) => {
    const value = { [`key ${character}`]: [`a\n${character}客户端`] };
    const text = jsonText(value);
    expect(text).not.toContain(character);
    expect(text).toContain('客户端');
    expect(JSON.parse(text)).toEqual(value);
  },
);

it('JSON is indented and ends in a line feed', () => {
  expect(jsonText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}\n');
});
