import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const acks = Array.from({ length: 40 }, (_, n) => `C -> ACK+DATA(10) -> S : ${n}`).join('\n');

const notes = {
  'life.segno': `begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end

begin Closing
Left -> FIN+ACK(seq=u, ack=v) -> Right
Left <- ACK <- Right
Left <- FIN+ACK <- Right
Left -> ACK -> Right
end

begin Long
C -> SYN(seq=p) -> S
C <- SYN(seq=q)+ACK <- S
C -> ACK -> S
${acks}
end
`,
  'other.segno': `begin Other
Alice -> SYN(seq=x) -> Bob
end
`,
};

const within = { timeout: PATIENCE };

describe('stepping through an exchange', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open(notes);
  });
  afterAll(async () => {
    await code.close();
  });
  beforeEach(async () => {
    await code.begin('life.segno');
    await code.preview();
  });

  const count = () => code.webview().locator('.segno-transport .segno-count').innerText();
  const expectStep = (step: string) => expect.poll(count, within).toBe(step);
  const button = (name: string) => code.webview().getByRole('button', { name });
  const side = () => code.webview().locator('.segno-side');
  const problem = (text: string) => code.webview().locator('.segno-banner .segno-problem', { hasText: text });
  /** Brings the cursor to a line, and waits until the preview has heard of it. */
  const goTo = async (line: number) => {
    await code.goTo(line, 1);
    await code.webview().locator(`.segno-row.segno-here[data-line="${line}"]`).waitFor(within);
  };
  /** Begins to step at a line. */
  const stepFrom = async (line: number, step: string) => {
    await goTo(line);
    await button('Step through the exchange').click();
    await expectStep(step);
  };
  /** The lines of the editor that are on the screen, by their numbers. */
  const linesInView = () =>
    code.page.locator('.editor-instance').first().locator('.line-numbers').allInnerTexts();
  const marked = () => code.page.locator('.editor-instance [class*="TextEditorDecorationType"]');
  const cursorLine = () =>
    code.page.locator('.editor-instance').first().locator('.active-line-number').first().innerText();

  it('shows both ends and the state diagram, and marks the line in the editor', async () => {
    await stepFrom(2, '1 / 3');
    await side().locator('.segno-states .segno-ring').first().waitFor(within);
    await expect.poll(() => side().innerText(), within).toContain('CLOSED → SYN_SENT');
    expect(await side().innerText()).toContain('S listens and takes the SYN');
    expect(await side().locator('.segno-event.segno-latest').first().textContent()).toContain('active OPEN');
    await marked().first().waitFor(within);
    await button('Step on').click();
    await expect.poll(() => side().innerText(), within).toContain('SYN_SENT → ESTABLISHED');
    await code.screenshot('preview-stepping');
  });

  it.each(['with the preview open', 'with the preview not yet open'])(
    'begins from the palette too, with the preview’s keys, %s',
    async (how) => {
      if (how === 'with the preview not yet open') await code.begin('life.segno');
      await code.goTo(2, 1);
      await code.palette('Segno: Step Through the Exchange');
      await expectStep('1 / 3');
      await code.page.keyboard.press(']');
      await expectStep('2 / 3');
    },
  );

  it('keeps its step while one types above it', async () => {
    await stepFrom(3, '2 / 3');
    await code.goTo(1, 'begin Opening'.length + 1);
    await code.press('Enter');
    await code.type('C: connect');
    await expectStep('3 / 4');
    await expect.poll(() => side().innerText(), within).toContain('SYN_SENT → ESTABLISHED');
    await code.press('Shift+Home', 'Backspace', 'Backspace');
    await code.expectText(notes['life.segno']);
    await expectStep('2 / 3');
  });

  it('never scrolls the editor while it plays', async () => {
    await stepFrom(2, '1 / 3');
    await code.webview().locator('.segno-picker').selectOption({ index: 2 });
    await expectStep('0 / 43');
    const before = await linesInView();
    await code.webview().locator('.segno-slider').fill('38');
    await expectStep('38 / 43');
    await code.webview().locator('.segno-speed').selectOption('4');
    await button('Play').click();
    await expectStep('43 / 43');
    await expect.poll(linesInView, within).toEqual(before);
    const scroll = () =>
      code
        .webview()
        .locator('.segno-stage')
        .evaluate((stage) => stage.scrollTop);
    await expect.poll(scroll, within).toBeGreaterThan(500);
  });

  it('finds in the panel with the editor’s own key', async () => {
    await code.webview().locator('.segno-picker').selectOption({ index: 2 });
    await code.webview().locator('.segno-row[data-line="16"]').waitFor(within);
    // At once, while VS Code does not yet know that the panel has the focus.
    await code.webview().locator('.segno-stage').press('Control+F');
    const input = code.webview().locator('.segno-search input');
    await input.waitFor(within);
    await input.fill('SYN');
    await expect
      .poll(() => code.webview().locator('.segno-search .segno-count').innerText(), within)
      .toMatch(/of 2$/);
    await code.page.locator('.find-widget.visible').waitFor({ ...within, state: 'hidden' });
    await code.screenshot('preview-search');
    await input.press('Escape');
    await code
      .webview()
      .locator('.segno-search')
      .waitFor({ ...within, state: 'hidden' });
  });

  it('tells both ends when the pointer rests on an arrow', async () => {
    await goTo(8);
    const card = code.webview().locator('.segno-card', { hasText: 'FIN_WAIT_2 → TIME_WAIT' });
    const picker = code.webview().locator('.segno-picker');
    // A drawing that is scrolled under a pointer at rest shows nothing before the pointer moves again.
    const rest = async () => {
      await picker.hover();
      await code.webview().locator('.segno-row[data-row="2"] .segno-hit').hover();
    };
    await code.until(rest, card);
    await code.screenshot('preview-card');
    await picker.hover();
    await card.waitFor({ ...within, state: 'hidden' });
  });

  it('goes to the right line of a drawing that is held, whatever was added above it', async () => {
    await goTo(8);
    await code.overwrite(9, 6, '<', 2);
    await problem('line 9').waitFor(within);
    await code.goTo(6, 1);
    await code.press('Enter', 'Enter');
    await problem('line 11').waitFor(within);
    await code
      .webview()
      .locator('.segno-row[data-row="3"] .segno-hit')
      .click({ position: { x: 30, y: 10 } });
    await expect.poll(cursorLine, within).toBe('13');
    await code.goTo(13, 1);
    await code.webview().locator('.segno-row[data-row="3"].segno-here').waitFor(within);
    await code.overwrite(11, 6, '<-', 1);
    await expect.poll(() => problem('').count(), within).toBe(0);
  });

  it('stands where it stood after the window is reloaded', async () => {
    await stepFrom(9, '2 / 4');
    await code.until(() => button('Hide both ends').click(), side(), 'hidden');
    await code.reload();
    await code.tab('Preview life.segno').waitFor(within);
    await expectStep('2 / 4');
    await side().waitFor({ ...within, state: 'hidden' });
    await expect.poll(() => code.webview().locator('.segno-picker').inputValue(), within).toBe('1');
  });

  it('may be one of several previews, each with its own file', async () => {
    await goTo(8);
    await code.click(button('Lock to this file'), code.tab('[Preview life.segno]'));
    await code.open('other.segno');
    await code.run('segno.openPreviewToSide');
    await code.page.locator('.tab.active', { hasText: 'Preview other.segno' }).waitFor(within);
    const heads = async () => {
      const frames = await code.page.locator('iframe.webview.ready').all();
      const all = frames.map((frame) =>
        frame.contentFrame().frameLocator('iframe#active-frame').locator('.segno-head').allTextContents(),
      );
      return (await Promise.all(all)).flat().join(' ');
    };
    await expect.poll(heads, within).toMatch(/Left.*Alice|Alice.*Left/s);
  });
});
