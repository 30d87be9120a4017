// Mistakes in how the command was called or configured: words for people, exit code 2.
import type { Located } from '../diagnostics/locate.ts';

export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

export class ConfigError extends UsageError {
  override readonly name = 'ConfigError';
  readonly entries: readonly Located[];

  constructor(entries: readonly Located[]) {
    super('the configuration is not valid');
    this.entries = entries;
  }
}
