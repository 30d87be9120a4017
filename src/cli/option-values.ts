// What is typed behind an option → its value, or words about what it takes.
import { InvalidArgumentError } from 'commander';
import type { Shard } from './generate/units.ts';

/** What `--emit` knows; said here so that help loads no emitter. */
export const emitterNames: readonly string[] = ['client', 'server', 'mcp', 'docs', 'project'];

/** What `--format` of `lint` knows; said here so that help loads no printer. */
export const formatNames: readonly string[] = [
  'pretty',
  'compact',
  'json',
  'jsonl',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'checkstyle',
  'markdown',
];

/** What `--preset` knows; said here so that help loads no rule. */
export const presetNames: readonly string[] = [
  'recommended',
  'strict',
  'official',
  'agent',
  'security',
  'style',
];

/** An empty one is mostly a variable of a script that is not set, and would be the working folder. */
export function toFolder(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It takes a folder.');
  return value;
}

export function toNames(value: string): readonly string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Names are separated by commas.');
  return names;
}

export function toShard(value: string): Shard {
  const [, index = '', count = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(value) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index < 1 || shard.index > shard.count)
    throw new InvalidArgumentError('It takes a number and how many there are: 1/4.');
  return shard;
}

export function toPackage(value: string): string {
  if (!/[\p{L}\p{N}]/u.test(value)) throw new InvalidArgumentError('It takes a name.');
  return value;
}

export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

export function toJobs(value: string): number {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError('It takes a number from 1 on.');
  return Number(value);
}

export function toCount(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('It takes a number.');
  return Number(value);
}

export function toPort(value: string): number {
  const port = toCount(value);
  if (port > 65_535) throw new InvalidArgumentError('Ports end at 65535.');
  return port;
}
