import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE, THEME_KINDS, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

const NOTE = `// Everything that has a colour of its own.
mode strict

begin Opening, and an odd end
endpoint C "Client"
S: LISTEN
C: connect
C -> SYN(seq=x, mss=1460) -> S : asks [SYN_SENT, SYN_RCVD]
C <- SYN(seq=y)+ACK(ack=x+2) <- S
C -> ACK(seq=x+1, ack=y+1) -x S
dup ... -> SYN(seq=x, mss=1460) -> S
== later ==
note C, S: of both
C -> DATA("GET / HTTP/1.1")+ACK -> S
end
`;

/** A piece of a line in one colour, and how much that stands out from what is behind it. */
interface Word {
  readonly text: string;
  readonly contrast: number;
}

describe('every theme', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.segno': NOTE });
    await code.page.setViewportSize({ width: 1100, height: 640 });
    await code.run('workbench.action.closeSidebar');
  });
  afterAll(async () => {
    await code.close();
  });

  /** The words that are on the screen, with their contrast by WCAG, 1 to 21. */
  const words = () =>
    code.page.evaluate(() => {
      const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
      const light = (colour: string) => {
        const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
          const part = value / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const editor = document.querySelector('.editor-instance .monaco-editor-background');
      const ground = light(editor ? getComputedStyle(editor).backgroundColor : 'rgb(255, 255, 255)');
      return [...document.querySelectorAll<HTMLElement>('.editor-instance .view-line span > span')]
        .filter((span) => span.innerText.trim() !== '')
        .map((span): Word => {
          const ink = light(getComputedStyle(span).color);
          const [more, less] = ink > ground ? [ink, ground] : [ground, ink];
          return { text: span.innerText, contrast: (more + 0.05) / (less + 0.05) };
        });
    });
  const suggestions = () => code.page.locator('.suggest-widget.visible .monaco-list-row');

  /** VS Code remembers whether they were open the last time, and may show them any moment. */
  const showDetails = async () => {
    const details = code.page.locator('.suggest-details');
    const chosen = code.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    const toggle = async () => {
      // Nothing is chosen while one types.
      if (!(await chosen.isVisible())) await code.run('selectNextSuggestion');
      if (!(await details.isVisible())) await code.run('toggleSuggestionDetails');
    };
    await code.until(toggle, details.locator('table').first());
  };

  it.each(THEME_KINDS)(
    'of the kind %s shows the note, and what the editor says of it, legibly',
    async (theme) => {
      await code.begin('note.segno');
      await code.theme(theme);
      await code.page.locator('.editor-instance .squiggly-error').first().waitFor(within);
      await code.line('[ESTABLISHED, SYN_RCVD]').first().waitFor(within);
      await code.goTo(9, 20);
      await code.screenshot(`theme-${theme}-note`);
      // Hints have a colour that the theme gives to all hints.
      const faint = async () =>
        (await words()).filter(({ text, contrast }) => contrast < 4.5 && !/^[[…]/.test(text));
      // What words mean is told again after a change of theme, and only then coloured by it.
      await expect.poll(faint, within).toEqual([]);

      await code.hover(9, 22, 'x+1');
      await code.screenshot(`theme-${theme}-hover`);
      await code.run('editor.action.hideHover');

      await code.goTo(9, 22);
      await code.fixes();
      await code.screenshot(`theme-${theme}-fixes`);
      await code.page.keyboard.press('Escape');

      await code.goTo(8, 'C -> SYN(seq='.length + 1);
      await code.press('F2');
      await code.page.locator('.rename-box input').waitFor(within);
      await code.screenshot(`theme-${theme}-rename`);
      await code.page.keyboard.press('Escape');

      await code.rewrite('begin\nC -> SYN(seq=x) -> S\n\nend\n');
      await code.goTo(3, 1);
      await code.type('C <- ');
      await suggestions().first().waitFor(within);
      await showDetails();
      await code.screenshot(`theme-${theme}-completion`);
    },
  );
});
