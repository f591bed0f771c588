import { defineConfig } from 'vitest/config';

/** Tests in a real VS Code in Chromium: one file after the other, since each wants the whole machine. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    fileParallelism: false,
    // VS Code in Chromium loses a key or a click now and then on a busy machine. `npm test` tells what needed it.
    retry: 1,
    // Longer than anything a test waits for, so that what fails says what it waited for.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
