import { describe, expect, it } from 'vitest';
import { isFromPreview, isToPreview, previewMemory } from '../../src/server/messages.js';

const uri = 'file:///a.segno';

describe('what the preview is told', () => {
  it.each([
    { type: 'edited', uri, version: 3, edits: [{ line: 1, endLine: 2, breaks: 0, whole: true }] },
    { type: 'edited', uri, version: 3, edits: [] },
    { type: 'cursor', uri, line: 3 },
    { type: 'stepThrough' },
    { type: 'export', wanted: { to: 'file', format: 'mermaid' } },
    { type: 'export', wanted: { to: 'clipboard', format: 'png', background: false, scale: 4 } },
  ])('is understood: %j', (message) => {
    expect(isToPreview(message)).toBe(true);
  });

  it.each([
    { type: 'edited', uri, edits: [] },
    { type: 'edited', uri, version: 3, edits: [{ line: 1, endLine: 2, breaks: 0 }] },
    { type: 'edited', uri, version: 3, edits: 'all' },
    { type: 'drawings', name: '', answer: { uri, version: 1, scenarios: [{ tcbs: 1 }], problems: [] } },
    { type: 'export', wanted: { format: 'mermaid' } },
    { type: 'export', wanted: { to: 'clipboard', format: 'png', background: false, scale: 5 } },
    { type: 'export', wanted: { to: 'file', format: 'svg' } },
    { type: 'unheard of' },
    null,
  ])('is ignored where it is not whole: %j', (message) => {
    expect(isToPreview(message)).toBe(false);
  });
});

describe('what the preview tells', () => {
  it.each([
    { type: 'step', uri, at: { line: 1, endLine: 1 } },
    { type: 'step', uri },
    { type: 'copied', format: 'png', title: '' },
    { type: 'refused', reason: 'no', instead: { to: 'file', format: 'markdown' } },
    { type: 'save', format: 'markdown', data: '', title: '' },
  ])('is understood: %j', (message) => {
    expect(isFromPreview(message)).toBe(true);
  });

  it.each([
    { type: 'step' },
    { type: 'step', uri, at: 3 },
    { type: 'step', uri, at: { line: 1 } },
    { type: 'copied', format: 'png', title: '', remark: 3 },
    { type: 'copied', title: '' },
    { type: 'refused', reason: 'no' },
    { type: 'save', format: 'gif', data: '', title: '' },
  ])('is ignored where it is not whole: %j', (message) => {
    expect(isFromPreview(message)).toBe(false);
  });
});

describe('what a preview remembers', () => {
  const memory = {
    uri,
    locked: true,
    scenario: { title: 'A', line: 3 },
    zoom: 2,
    scroll: 100,
    scrollLeft: 20,
    stepping: { row: -1, side: false, speed: 2 },
  };

  it('comes back as it was', () => {
    expect(previewMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
  });

  it('comes back without what it cannot be', () => {
    const { stepping, scrollLeft, ...rest } = memory;
    const bad = { ...rest, scrollLeft: String(scrollLeft), stepping: { ...stepping, row: 0.5 }, more: 1 };
    expect(previewMemory(bad)).toEqual(rest);
    expect(previewMemory('nonsense')).toEqual({});
  });
});
