import { defineConfig } from 'vitest/config';

const slow = ['test/e2e/**', 'test/bench/**', '**/*.long.test.ts'];

/** Everything but the tests in a real VS Code, which have `vitest.e2e.config.ts`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/server/**', 'test/kernel/**', ...slow],
        },
      },
      {
        test: {
          // Exchanges between real hosts wait for the kernel's timers most of the time.
          name: 'kernel',
          include: ['test/kernel/**/*.test.ts'],
          exclude: slow,
          maxConcurrency: 10,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          // Tests over a real connection start processes: give them room.
          name: 'lsp',
          include: ['test/server/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
    ],
  },
});
