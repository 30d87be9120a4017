// Two workers at most: the machines this runs on have two cores, and some tests compile generated code.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // `npm run coverage`: what every user of a generated client runs has no line that no test has seen.
    coverage: {
      provider: 'v8',
      include: ['templates/runtime/client/**'],
      reporter: [['text', { skipFull: true }]],
      reportsDirectory: 'node_modules/.coverage',
      thresholds: { 100: true },
    },
  },
});
