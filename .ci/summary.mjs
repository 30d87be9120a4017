// Prints `N passed, N failed` from vitest's JSON report. A step that failed beside the tests counts as one failure.
import { existsSync, readFileSync } from 'node:fs';

const [report = '', code = '0'] = process.argv.slice(2);
const tests = existsSync(report)
  ? JSON.parse(readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0 };
const failed = tests.numFailedTests === 0 && code !== '0' ? 1 : tests.numFailedTests;
console.log(`${tests.numPassedTests} passed, ${failed} failed`);
