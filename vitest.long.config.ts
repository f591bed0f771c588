import { defineConfig } from 'vitest/config';

/** Tests that take minutes: more of what the others do a little of. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    maxConcurrency: 10,
    testTimeout: 600_000,
  },
});
