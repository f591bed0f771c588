import { defineConfig } from 'vitest/config';
import { LONG } from './test/support/long.js';

/** The tests that can be run on more cases than there is time for every day, with many more of them. */
export default defineConfig({
  test: {
    env: LONG,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'long',
          include: [
            'test/exchange/walk.test.ts',
            'test/rules/options-walk.test.ts',
            'test/laws/**/*.test.ts',
            'test/language/{format,properties}.test.ts',
            'test/mutation/**/*.test.ts',
            'test/fuzz/**/*.test.ts',
            'test/**/*.long.test.ts',
          ],
          exclude: ['test/kernel/**'],
        },
      },
      {
        extends: true,
        test: { name: 'kernel', include: ['test/kernel/**/*.long.test.ts'], maxConcurrency: 10 },
      },
    ],
  },
});
