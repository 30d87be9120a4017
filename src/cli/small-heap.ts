// Memory for what is soon forgotten.
import { setFlagsFromString } from 'node:v8';

/** The last major version whose V8 is known to have the flags: another one would complain on standard error. */
const lastKnown = 24;

/**
 * V8 doubles the space of new objects up to 48 MB before it clears any of it. Lint looks at one file after the other and
 * forgets nearly everything: it needs a third less memory, and no more time, where that space stays small. For the whole
 * process; but whenever a thread starts, V8 goes back to doubling.
 */
export function keepHeapSmall(): void {
  set('--semi-space-growth-factor=1');
}

/** What is old after one file is rubbish after the next: it is collected before there is twice as much of it. For many files. */
export function collectOften(): void {
  set('--heap-growing-percent=60');
}

function set(flag: string): void {
  if (Number(process.versions.node.split('.')[0]) <= lastKnown) setFlagsFromString(flag);
}
