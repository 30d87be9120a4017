// Spectral's own packages, which are the project's and not ours: loaded from where the ruleset lies when there is one.
import { createRequire } from 'node:module';

export type Core = typeof import('@stoplight/spectral-core');

export type Spectral = InstanceType<Core['Spectral']>;

type Resolver = NonNullable<NonNullable<ConstructorParameters<Core['Spectral']>[0]>['resolver']>;

export interface SpectralPackages {
  readonly core: Core;
  /** Functions by the names that rulesets use. */
  readonly functions: Readonly<Record<string, unknown>>;
  /** Follows references within a document, and reads neither files nor the network. */
  readonly resolver: Resolver;
  /** A package that only some rulesets need. */
  further(name: string): Readonly<Record<string, unknown>>;
}

/** A package is not there; the message says how to get it. */
export class PackageMissing extends Error {
  override readonly name: string = 'PackageMissing';
}

const core = '@stoplight/spectral-core';
const functions = '@stoplight/spectral-functions';

/** `ruleset` is the path of the ruleset. Throws `PackageMissing`. */
export function spectralPackages(ruleset: string): SpectralPackages {
  const places = [ruleset, import.meta.url];
  const corePath = find(core, places);
  const { Resolver } = load('@stoplight/spectral-ref-resolver', [corePath, ...places]) as {
    readonly Resolver: new () => Resolver;
  };
  return {
    core: load(core, places) as Core,
    functions: load(functions, places) as SpectralPackages['functions'],
    resolver: new Resolver(),
    further: (name) => load(name, places) as Readonly<Record<string, unknown>>,
  };
}

function load(name: string, places: readonly string[]): unknown {
  const path = find(name, places);
  return createRequire(path)(path);
}

function find(name: string, places: readonly string[]): string {
  for (const place of places) {
    try {
      return createRequire(place).resolve(name);
    } catch {
      // It may be found from the next place.
    }
  }
  const needed = name === core || name === functions ? `${core} ${functions}` : name;
  throw new PackageMissing(
    `a ruleset for Spectral needs \`${name}\`, which is not installed: \`npm install --save-dev ${needed}\``,
  );
}
