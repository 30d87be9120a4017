// The inputs of one exposed unit while it is lowered: those given by its path, those declared, those inferred from
// what it calls.
import { foldName } from '../../util/fold-name.ts';
import type { Unit } from '../../document/document.ts';
import type { Input } from '../capability.ts';
import type { Expression } from '../expression.ts';
import { inputsRead } from './inputs-read.ts';
import { parameterType } from './lower-type.ts';
import { stringType } from '../type.ts';

export interface UnitRequest {
  readonly unit: Unit;
  /** Names that mean "an input of this unit" in front of a dot. */
  readonly prefixes: readonly string[];
  /** Inputs that are there anyhow: path variables of a route, variables of a resource's URI. */
  readonly given: readonly Input[];
  /** Where a declared input without `in` stands, and where an inferred one that feeds `like` does. */
  readonly place: (like: Input | undefined) => Input['in'];
}

export class UnitInputs {
  /** True where the unit declares inputs at all. */
  readonly declares: boolean;
  /** What the declared inputs' `mapping` says: input → the place in the call it feeds. */
  readonly mapped = new Map<string, string>();
  readonly #request: UnitRequest;
  /** By name, in order of appearance. */
  readonly #inputs = new Map<string, Input>();
  /** Declared without a word on whether they are required. */
  readonly #undecided = new Set<string>();

  /** `constant`: the expression of a value that a parameter has, given the inputs declared before it. */
  constructor(
    request: UnitRequest,
    constant: (value: unknown, declared: ReadonlySet<string>) => Expression,
  ) {
    this.#request = request;
    for (const input of request.given) this.#inputs.set(input.name, input);
    this.declares = request.unit.inputs.length > 0;
    for (const parameter of request.unit.inputs) {
      const given = request.given.find(
        (input) => foldName(input.name) === foldName(parameter.name),
      );
      const place =
        given?.in ??
        (parameter.in === undefined ? request.place(undefined) : (parameter.in as Input['in']));
      const value =
        parameter.value === undefined || String(parameter.value).startsWith('$')
          ? {}
          : { value: constant(parameter.value, this.names()) };
      this.#inputs.set(given?.name ?? parameter.name, {
        name: given?.name ?? parameter.name,
        in: place,
        type: parameterType(parameter),
        // A tool's or flow's parameter is required unless it says otherwise. A route's has no word for it in the
        // format: it is as required as what it feeds.
        required: place === 'path' || (parameter.required ?? place === 'variable'),
        ...(parameter.description === undefined ? {} : { description: parameter.description }),
        inferred: false,
        ...value,
        at: parameter.at,
      });
      if (parameter.required === undefined && place !== 'variable')
        this.#undecided.add(given?.name ?? parameter.name);
      if (parameter.mapping !== undefined)
        this.mapped.set(given?.name ?? parameter.name, parameter.mapping);
    }
  }

  all(): readonly Input[] {
    return [...this.#inputs.values()];
  }

  names(): ReadonlySet<string> {
    return new Set(this.#inputs.keys());
  }

  has(name: string): boolean {
    return this.#inputs.has(name);
  }

  /** Path variables that were renamed beyond recognition, paired in order where as many are left on both sides. */
  pathPairs(
    targets: readonly Input[],
    values: ReadonlyMap<string, Expression>,
  ): ReadonlyMap<string, string> {
    const read = inputsRead([...values.values()]);
    const own = this.#request.given.filter(
      (input) =>
        input.in === 'path' &&
        !read.has(input.name) &&
        !targets.some((target) => foldName(target.name) === foldName(input.name)),
    );
    const open = targets.filter(
      (target) =>
        target.in === 'path' &&
        this.matching(target) === undefined &&
        ![...values.keys()].some((name) => foldName(name) === foldName(target.name)),
    );
    return new Map(
      own.length === open.length
        ? open.map((target, index) => [target.name, own[index]!.name] as const)
        : [],
    );
  }

  matching(target: Input): string | undefined {
    if (this.#inputs.has(target.name)) return target.name;
    return [...this.#inputs.keys()].find((name) => foldName(name) === foldName(target.name));
  }

  /** An input that is passed on as it is takes type and description from the input it feeds. */
  adopt(value: Expression, target: Input): void {
    if (value.kind === 'input' && value.path === undefined) {
      if (this.#inputs.has(value.name)) this.describe(value.name, target);
      else this.infer(value.name, target);
    }
  }

  describe(name: string, target: Input): void {
    const own = this.#inputs.get(name);
    if (own === undefined) return;
    if (!own.inferred) {
      if (target.required && this.#undecided.has(name))
        this.#inputs.set(name, { ...own, required: true });
      return;
    }
    const description = own.description ?? target.description;
    this.#inputs.set(name, {
      ...own,
      type: target.type,
      ...(description === undefined ? {} : { description }),
      required: own.in === 'path' || own.required || target.required,
    });
  }

  infer(name: string, target: Input | undefined): void {
    this.#inputs.set(name, {
      name,
      in: this.#request.place(target),
      type: target?.type ?? stringType,
      required: target?.required ?? false,
      ...(target?.description === undefined ? {} : { description: target.description }),
      inferred: true,
      at: this.#request.unit.at,
    });
  }
}
