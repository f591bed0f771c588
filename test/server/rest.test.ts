import { CancellationTokenSource } from 'vscode-languageserver';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Rest } from '../../src/server/rest.js';

const uri = 'file:///note.segno';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('an answer that waits until nobody types', () => {
  it('is given at once where nobody does', async () => {
    const rest = new Rest();
    rest.typed('file:///other.segno');
    expect(await rest.of(uri, new CancellationTokenSource().token)).toBe(true);
  });

  it('waits for the last of several keys', async () => {
    const rest = new Rest();
    rest.typed(uri);
    let isGiven = false;
    const given = rest.of(uri, new CancellationTokenSource().token).then((wanted) => {
      isGiven = wanted;
    });
    for (let key = 0; key < 5; key++) {
      await vi.advanceTimersByTimeAsync(30);
      rest.typed(uri);
      expect(isGiven).toBe(false);
    }
    await vi.advanceTimersByTimeAsync(100);
    await given;
    expect(isGiven).toBe(true);
  });

  it('is not given when it is cancelled meanwhile, and that is known at once', async () => {
    const rest = new Rest();
    const cancel = new CancellationTokenSource();
    rest.typed(uri);
    const given = rest.of(uri, cancel.token);
    cancel.cancel();
    expect(await given).toBe(false);
    expect(await rest.of(uri, cancel.token)).toBe(false);
  });
});
