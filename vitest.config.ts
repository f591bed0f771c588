import { defineConfig } from 'vitest/config';

const slow = ['test/e2e/**', 'test/bench/**', '**/*.long.test.ts'];

/** Tests that count how often code is run, block by block: code that is compiled before is counted as a whole. */
const counting = ['test/language/growth.test.ts'];

/** Everything but the tests in a real VS Code, which have `vitest.e2e.config.ts`. */
export default defineConfig({
  test: {
    // Vitest would leave one core to whoever watches.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          // Loading the same modules for each file anew took a fifth of the time.
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/server/**', 'test/kernel/**', ...counting, ...slow],
          setupFiles: ['test/support/cases.ts', 'test/support/turns.ts'],
          // Against what hangs only: how long a test takes says little on a busy machine.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'work',
          include: counting,
          setupFiles: 'test/support/turns.ts',
          testTimeout: 240_000,
        },
      },
      {
        test: {
          // Exchanges between real hosts wait for the kernel's timers most of the time.
          name: 'kernel',
          include: ['test/kernel/**/*.test.ts'],
          exclude: slow,
          setupFiles: 'test/support/turns.ts',
          maxConcurrency: 10,
          testTimeout: 240_000,
        },
      },
      {
        test: {
          // Tests over a real connection start processes: give them room.
          name: 'lsp',
          include: ['test/server/**/*.test.ts'],
          exclude: slow,
          setupFiles: ['test/support/cases.ts', 'test/support/turns.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
