import { defineConfig } from 'vitest/config';

/** Tests in a real VS Code in Chromium: one file after the other, since each wants the whole machine. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
