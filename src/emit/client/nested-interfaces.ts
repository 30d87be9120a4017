// Interfaces of the objects inside a type, printed behind it in the order in which they are met.
import type { Type } from '../../ir/type.ts';
import type { NestedNames } from '../typescript/nested-types.ts';
import type { ModuleText } from '../typescript/statement.ts';
import { memberCodes, type NameOf } from '../typescript/type-code.ts';
import type { Direction } from '../typescript/type-text.ts';

export class NestedInterfaces {
  readonly #names: NestedNames;
  readonly #direction: Direction;
  readonly #met = new Map<Type, string>();

  constructor(names: NestedNames, direction: Direction) {
    this.#names = names;
    this.#direction = direction;
  }

  readonly nameOf: NameOf = (type) => {
    const name = this.#names.get(type);
    if (name !== undefined) this.#met.set(type, name);
    return name;
  };

  /** Those inside the printed ones join while they are printed. */
  print(text: ModuleText): void {
    for (const [type, name] of this.#met)
      if (type.kind === 'object')
        text.interface(name, '', memberCodes(type.properties, this.#direction, this.nameOf));
  }
}
