/**
 * Ends in another task, so that keys and frames that are waiting come first. Timers would do the same, but browsers have
 * them wait for milliseconds.
 */
export function nextTask(): Promise<void> {
  return new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      go();
    };
    port2.postMessage(undefined);
  });
}
