import { defineConfig } from 'vitest/config';

/** Not tests: takes the pictures of docs/gallery in a real VS Code, one after the other. */
export default defineConfig({
  test: {
    include: ['test/e2e/gallery/*.shots.ts'],
    fileParallelism: false,
    hookTimeout: 120_000,
    retry: 1,
  },
});
