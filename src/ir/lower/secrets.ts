// Values that come from outside: what the binds declare, and what the document reads without declaring it.
import type { Program } from '../../document/program.ts';
import type { Location } from '../../source/location.ts';
import type { Secret } from '../capability.ts';
import type { Secrets } from './scope.ts';

export class SecretTable {
  readonly names = new Set<string>();
  readonly namespaces = new Set<string>(['env']);
  readonly #secrets = new Map<string, Secret>();

  constructor(program: Program) {
    for (const bind of program.binds) {
      if (bind.namespace !== '') this.namespaces.add(bind.namespace);
      for (const key of bind.keys)
        this.#add({
          name: key.name,
          variable: key.source,
          ...(bind.location === undefined ? {} : { file: bind.location }),
          ...(bind.description === undefined ? {} : { description: bind.description }),
          at: key.at,
        });
    }
  }

  /** A name that is read but not bound comes from the environment variable of that name; lint reports it. */
  require(name: string, at: Location): void {
    if (!this.names.has(name)) this.#add({ name, variable: name, at });
  }

  /** The table as the scope of expressions at one place sees it. */
  at(at: Location): Secrets {
    return {
      names: this.names,
      namespaces: this.namespaces,
      require: (name) => this.require(name, at),
    };
  }

  all(): readonly Secret[] {
    return [...this.#secrets.values()];
  }

  #add(secret: Secret): void {
    this.names.add(secret.name);
    this.#secrets.set(secret.name, secret);
  }
}
