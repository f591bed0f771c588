import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const many = Array.from({ length: 40 }, (_, n) => `C -> ACK(seq=x+1, ack=y+1) -> S : ${n}`).join('\n');

const notes = {
  'two.segno': `begin First
C -> SYN(seq=x) -> S
end

begin Second
Left -> SYN(seq=x) -> Right
Left <- SYN(seq=y)+ACK(ack=x) <- Right
end
`,
  'long.segno': `begin Long
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
${many}
end
`,
  'prose.md': '# Nothing to draw\n\nWords.\n',
  'note.md': '# A note\n\n```segno\nAlice -> SYN -> Bob\n```\n',
};

const within = { timeout: PATIENCE };

describe('the preview panel', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open(notes);
  });
  afterAll(async () => {
    await code.close();
  });

  const heads = () => code.webview().locator('.segno-head').allTextContents();
  const expectEnds = (...ends: readonly string[]) =>
    expect.poll(heads, within).toEqual(ends.map((name) => expect.stringContaining(name) as unknown));
  const button = (name: string) => code.webview().getByRole('button', { name });
  const stage = () => code.webview().locator('.segno-stage');
  const scroll = () => stage().evaluate((element) => element.scrollTop);
  const scrollTo = async (top: number) => {
    await stage().evaluate((element, top) => {
      element.scrollTop = top;
    }, top);
    await expect.poll(scroll, within).toBe(top);
  };
  const row = (line: number) => code.webview().locator(`.segno-row[data-line="${line}"]`);
  const here = (line: number) => code.webview().locator(`.segno-row.segno-here[data-line="${line}"]`);

  describe('of a file with several exchanges', () => {
    beforeEach(async () => {
      await code.begin('two.segno');
      await code.preview();
    });

    it('shows the scenario at the cursor', async () => {
      await expectEnds('C', 'S');
      await code.goTo(6, 1);
      await expectEnds('Left', 'Right');
      await here(6).waitFor(within);
    });

    it('opens the problem that is clicked, at what it points at', async () => {
      await code.goTo(6, 1);
      await expectEnds('Left', 'Right');
      await code.webview().locator('.segno-problem-open').click();
      await code.expectCursor(/Ln 7, Col \d+ \(5 selected\)/);
    });

    it('goes on in a window of its own', async () => {
      await expectEnds('C', 'S');
      const opened = code.page.context().waitForEvent('page');
      await code.run('workbench.action.focusSecondEditorGroup');
      await code.run('workbench.action.moveEditorToNewWindow');
      const window = await opened;
      const moved = window
        .locator('iframe.webview.ready')
        .contentFrame()
        .frameLocator('iframe#active-frame')
        .locator('.segno-head');
      await expect.poll(() => moved.allTextContents(), within).toHaveLength(2);
      await code.goTo(6, 1);
      await code.overwrite(6, 1, 'Link');
      await expect.poll(async () => (await moved.allTextContents())[0], within).toContain('Link');
      await window.close();
    });

    it('follows the active editor, past what has nothing to draw', async () => {
      await code.open('long.segno');
      await code.tab('Preview long.segno').waitFor(within);
      await code.open('prose.md');
      await code.open('note.md');
      await expectEnds('Alice', 'Bob');
      await code.tab('Preview note.md').waitFor(within);
    });

    it('stays with its file while it is locked', async () => {
      await code.open('note.md');
      await expectEnds('Alice', 'Bob');
      await code.click(button('Lock to this file'), code.tab('[Preview note.md]'));
      await code.open('two.segno');
      await code.line('Second').waitFor(within);
      await expectEnds('Alice', 'Bob');
      await code.click(button('Unlock: follow the active editor'), code.tab('Preview two.segno'));
    });
  });

  describe('of an exchange that is just begun below another', () => {
    const nothing = () =>
      code.webview().locator('.segno-message', { hasText: 'Nothing has been sent yet' }).waitFor(within);

    it('shows it at once', async () => {
      await code.begin('two.segno', { line: 6 });
      await code.preview();
      await expectEnds('Left', 'Right');
      await code.goTo(9, 1);
      await code.type('begin Third');
      await nothing();
      await code.press('Escape', 'End', 'Enter');
      await code.type('P -> SYN -> Q');
      await expectEnds('P', 'Q');
    });

    it('shows it at once in Markdown, as soon as its block is there', async () => {
      await code.begin('note.md', { line: 5 });
      await code.preview();
      await expectEnds('Alice', 'Bob');
      await code.press('End', 'Enter', 'Enter');
      await code.type('```segno');
      await nothing();
      await code.press('Escape', 'End', 'Enter');
      await code.type('P -> SYN -> Q');
      await expectEnds('P', 'Q');
    });
  });

  it('goes with its file when that is renamed, and says so when it is deleted', async () => {
    await code.begin('prose.md');
    await code.run('driver.write', 'passing.segno', 'X -> SYN -> Y\n');
    await code.open('passing.segno');
    await code.preview();
    await expectEnds('X', 'Y');
    await code.run('driver.rename', 'passing.segno', 'kept.segno');
    await code.tab('Preview kept.segno').waitFor(within);
    await expectEnds('X', 'Y');
    await code.run('driver.rename', 'kept.segno');
    const said = code.webview().getByText('kept.segno has been deleted');
    await said.waitFor(within);
    await expectEnds('X', 'Y');
  });

  describe('of a long exchange', () => {
    beforeEach(async () => {
      await code.begin('long.segno', { line: 10 });
      await code.preview();
      await here(10).waitFor(within);
    });

    it('keeps its scroll and the editor’s while one types', async () => {
      await scrollTo(900);
      await code.press('End');
      await code.type('!');
      await code
        .webview()
        .locator('.segno-remark', { hasText: '6!' })
        .waitFor({ ...within, state: 'attached' });
      expect(await scroll()).toBe(900);
    });

    it('keeps what is above where it is while a line is typed', async () => {
      await scrollTo(0);
      await stage().evaluate((element) => {
        const tops: number[] = [];
        const look = () => {
          const hit = element.querySelector('.segno-row[data-line="3"] .segno-hit');
          const top = Math.round(hit?.getBoundingClientRect().top ?? NaN);
          if (top !== tops.at(-1)) tops.push(top);
          requestAnimationFrame(look);
        };
        look();
        Object.assign(window, { tops });
      });
      await code.goTo(3, 1);
      await code.press('End', 'Enter');
      await code.type('C -> ACK -> S : typed');
      await code.webview().locator('.segno-remark', { hasText: 'typed' }).waitFor(within);
      expect(await stage().evaluate(() => (window as unknown as { tops: number[] }).tops)).toHaveLength(1);
    });

    it('has low rows where the user wants that', async () => {
      await scrollTo(0);
      const height = () => row(2).locator('.segno-hit').getAttribute('height');
      await expect.poll(height, within).toBe('34');
      await code.set('segno.preview.compactRows', true);
      await expect.poll(height, within).toBe('22');
    });

    it('comes back after the window is reloaded', async () => {
      await scrollTo(900);
      // VS Code hears of the click after it has heard of the scrolling, which it is to keep.
      const line = code.page.locator('.editor-instance .active-line-number', { hasText: /^24$/ });
      await code.click(row(24).locator('.segno-hit'), line);
      expect(await scroll()).toBe(900);
      await code.reload();
      await code.tab('Preview long.segno').waitFor(within);
      await expectEnds('C', 'S');
      await expect.poll(scroll, within).toBe(900);
    });
  });
});
