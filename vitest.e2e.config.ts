import { defineConfig } from 'vitest/config';

/** Tests in a real VS Code in Chromium: one file after the other, since each wants the whole machine. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    // A whole VS Code on a busy machine loses a click or a key now and then; what is broken fails every time.
    retry: 2,
    hookTimeout: 120_000,
  },
});
