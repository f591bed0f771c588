import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    // An address that names a file opens it at every load, in place of what was open before.
    const folder = new URL(code.page.url());
    folder.searchParams.delete('payload');
    await code.page.goto(folder.href);
    await explorer('life.segno').dblclick();
    await code.page.locator('.monaco-editor .view-line').first().waitFor(within);
    await code.goTo(1, 1);
    await code.page.getByRole('button', { name: 'Open Exchange Preview to the Side' }).click();
    await code.webview().locator('.segno-row-segment').first().waitFor(within);
  });
  afterAll(async () => {
    await code.close();
  });

  const explorer = (name: string) =>
    code.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
  const count = () => code.webview().locator('.segno-transport .segno-count').innerText();
  const button = (name: string) => code.webview().getByRole('button', { name });
  /** The lines of the editor that are on the screen, by their numbers. */
  const linesInView = () =>
    code.page.locator('.editor-instance').first().locator('.line-numbers').allInnerTexts();
  const marked = () => code.page.locator('.editor-instance [class*="TextEditorDecorationType"]');
  const cursorLine = () =>
    code.page.locator('.editor-instance').first().locator('.active-line-number').first().innerText();

  it('shows both ends and the state diagram, and marks the line in the editor', async () => {
    await code.goTo(2, 1);
    await button('Step through the exchange').click();
    await expect.poll(count, within).toBe('1 / 3');
    const side = code.webview().locator('.segno-side');
    await side.locator('.segno-states .segno-ring').first().waitFor(within);
    expect(await side.innerText()).toContain('CLOSED → SYN_SENT');
    await marked().first().waitFor(within);
    await button('Step on').click();
    await expect.poll(() => side.innerText(), within).toContain('SYN_SENT → ESTABLISHED');
    await code.screenshot('preview-stepping');
  });

  it('begins from the palette too, with the preview’s keys', async () => {
    await button('Stop stepping').first().click();
    await code.goTo(2, 1);
    await code.palette('Segno: Step Through the Exchange');
    await expect.poll(count, within).toBe('1 / 3');
    await code.page.keyboard.press(']');
    await expect.poll(count, within).toBe('2 / 3');
  });

  it('keeps its step while one types above it', async () => {
    await code.goTo(1, 1);
    await code.page.keyboard.press('End');
    await code.page.keyboard.press('Enter');
    await code.page.keyboard.type('C: connect');
    await expect.poll(count, within).toBe('3 / 4');
    expect(await code.webview().locator('.segno-side').innerText()).toContain('SYN_SENT → ESTABLISHED');
    await code.page.keyboard.press('Shift+Home');
    await code.page.keyboard.press('Backspace');
    await code.page.keyboard.press('Backspace');
    // The line is gone too: nothing that was typed is on its way any more.
    await code.webview().locator('.segno-row[data-row="1"][data-line="3"]').waitFor(within);
    await expect.poll(count, within).toBe('2 / 3');
  });

  it('never scrolls the editor while it plays', async () => {
    const picker = code.webview().locator('.segno-picker');
    await picker.selectOption({ index: 2 });
    await expect.poll(count, within).toBe('0 / 43');
    const before = await linesInView();
    await code.webview().locator('.segno-slider').fill('38');
    await code.webview().locator('.segno-speed').selectOption('4');
    await button('Play').click();
    await expect.poll(count, within).toBe('43 / 43');
    expect(await linesInView()).toEqual(before);
    expect(
      await code
        .webview()
        .locator('.segno-stage')
        .evaluate((stage) => stage.scrollTop),
    ).toBeGreaterThan(500);
  });

  it('finds in the panel with the editor’s own key', async () => {
    await code.webview().locator('.segno-stage').focus();
    await code.page.keyboard.press('Control+F');
    const input = code.webview().locator('.segno-search input');
    await input.waitFor(within);
    await input.fill('SYN');
    await expect
      .poll(() => code.webview().locator('.segno-search .segno-count').innerText(), within)
      .toMatch(/of 2$/);
    expect(await code.page.locator('.find-widget.visible').count()).toBe(0);
    await code.screenshot('preview-search');
    await code.page.keyboard.press('Escape');
    await code
      .webview()
      .locator('.segno-search')
      .waitFor({ ...within, state: 'hidden' });
  });

  it('tells both ends when the pointer rests on an arrow', async () => {
    await code.webview().locator('.segno-picker').selectOption({ index: 1 });
    const row = code.webview().locator('.segno-row[data-row="2"] .segno-hit');
    await row.hover();
    const card = code.webview().locator('.segno-card');
    await card.waitFor(within);
    expect(await card.innerText()).toContain('FIN_WAIT_2 → TIME_WAIT');
    await code.screenshot('preview-card');
    await code.webview().locator('.segno-picker').hover();
    await card.waitFor({ ...within, state: 'hidden' });
  });

  it('goes to the right line of a drawing that is held, whatever was added above it', async () => {
    await code.overwrite(9, 6, '<', 2);
    await code.webview().locator('.segno-banner .segno-problem', { hasText: 'line 9' }).waitFor(within);
    await code.goTo(6, 1);
    await code.page.keyboard.press('Enter');
    await code.page.keyboard.press('Enter');
    await code.webview().locator('.segno-banner .segno-problem', { hasText: 'line 11' }).waitFor(within);
    await code
      .webview()
      .locator('.segno-row[data-row="3"] .segno-hit')
      .click({ position: { x: 30, y: 10 } });
    await expect.poll(cursorLine, within).toBe('13');
    await code.goTo(13, 1);
    await code.webview().locator('.segno-row[data-row="3"].segno-here').waitFor(within);
    await code.overwrite(11, 6, '<-', 1);
    await expect.poll(() => code.webview().locator('.segno-banner .segno-problem').count(), within).toBe(0);
  });

  it('stands where it stood after the window is reloaded', async () => {
    await code.webview().locator('.segno-slider').fill('2');
    await code.webview().getByRole('button', { name: 'Hide both ends' }).click();
    await code.page.keyboard.press('Control+1');
    await code.page.keyboard.press('Control+S');
    await code.page.keyboard.press('F1');
    await code.page.locator('.quick-input-widget input').fill('>Developer: Reload Window');
    await Promise.all([code.page.waitForEvent('load', within), code.page.keyboard.press('Enter')]);
    await code.tab('Preview life.segno').waitFor(within);
    await expect.poll(count, within).toBe('2 / 4');
    expect(await code.webview().locator('.segno-side').isHidden()).toBe(true);
    expect(await code.webview().locator('.segno-picker').inputValue()).toBe('1');
  });

  it('may be one of several previews, each with its own file', async () => {
    await code.webview().getByRole('button', { name: 'Lock to this file' }).click();
    await code.tab('[Preview life.segno]').waitFor(within);
    await code.page.locator('.editor-group-container').first().locator('.tab.active').click();
    await explorer('other.segno').dblclick();
    await code.page.locator('.tab.active', { hasText: 'other.segno' }).first().waitFor(within);
    await code.page.getByRole('button', { name: 'Open Exchange Preview to the Side' }).click();
    const second = code.page.locator('.tab.active', { hasText: 'Preview other.segno' });
    await second.waitFor(within);
    const heads = (index: number) =>
      code.page
        .locator('iframe.webview.ready')
        .nth(index)
        .contentFrame()
        .frameLocator('iframe#active-frame')
        .locator('.segno-head')
        .allTextContents();
    await expect.poll(async () => [await heads(0), await heads(1)].flat().join(' '), within).toMatch(/Alice/);
    expect([await heads(0), await heads(1)].flat().join(' ')).toMatch(/Left/);
  });
});
