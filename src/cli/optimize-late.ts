// When V8 is to make fast code of what runs often: later than it would.
import { setFlagsFromString } from 'node:v8';

/** What it takes, by V8 of Node's major version: an unknown flag would be complained about on standard error. */
const flags: Readonly<Record<string, string>> = {
  20: '--interrupt-budget=2000000',
  22: '--invocation-count-for-turbofan=50000',
  24: '--invocation-count-for-turbofan=50000',
};

/**
 * A run of `generate` or `lint`, or what `serve` does before it waits, is over before code that V8 optimizes with all its effort has paid for that: it costs other
 * threads half as much again as all the work. What still runs often after 15 times as long is optimized as ever.
 */
export function optimizeLate(): void {
  const flag = flags[process.versions.node.split('.')[0] ?? ''];
  if (flag !== undefined) setFlagsFromString(flag);
}
