import { defineConfig } from 'vitest/config';

const slow = ['test/e2e/**', 'test/bench/**'];

/** Everything but the tests in a real VS Code, which have `vitest.e2e.config.ts`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/server/**', ...slow],
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
