/** Pictures on the clipboard, which only the page can put there. */

/** Milliseconds to wait for the focus, without which browsers refuse. */
const PATIENCE = 10_000;

/** Puts a picture on the clipboard. False where the browser does not let the page, or knows no pictures there. */
export async function copyPicture(picture: Blob): Promise<boolean> {
  await focused();
  try {
    await navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })]);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the page has the focus, which the editor is about to give it, but not for ever. */
async function focused(): Promise<void> {
  if (document.hasFocus()) return;
  await new Promise((done) => {
    window.addEventListener('focus', done, { once: true });
    setTimeout(done, PATIENCE);
  });
}
