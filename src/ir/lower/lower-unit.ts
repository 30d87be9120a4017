// An exposed unit (route, tool, MCP resource, flow) → its inputs and its action. Inputs that the document leaves out
// are inferred from what the unit calls, because practically no published file declares them.
import { foldName } from '../../util/fold-name.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Step as DocumentStep, Unit } from '../../document/document.ts';
import type { Program } from '../../document/program.ts';
import type { Report } from '../../document/fields.ts';
import { locationKey } from '../../source/location-key.ts';
import { child, type Location } from '../../source/location.ts';
import type { Action, Argument, Flow, Input, Operation, OutputNode, Step } from '../capability.ts';
import type { Expression } from '../expression.ts';
import { inputsRead } from './inputs-read.ts';
import { hasMockValue, lowerMock, lowerOutputs } from './lower-output.ts';
import { lowerScript } from './lower-script.ts';
import { stepHint, stepValue, withValue, type Scope } from './scope.ts';
import type { SecretTable } from './secrets.ts';
import { checkPatterns } from './check-patterns.ts';
import { UnitInputs, type UnitRequest } from './unit-inputs.ts';

export interface UnitContext {
  readonly program: Program;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly secrets: SecretTable;
  readonly report: Report;
  /** By id, once they are lowered: a unit with `ref` takes over their inputs. */
  readonly flows: ReadonlyMap<string, Flow>;
}

export interface LoweredUnit {
  readonly inputs: readonly Input[];
  readonly action: Action;
}

export function lowerUnit(request: UnitRequest, context: UnitContext): LoweredUnit {
  const lowering = new UnitLowering(request, context);
  const action = lowering.action();
  return { inputs: lowering.inputs(action), action };
}

class UnitLowering {
  readonly #request: UnitRequest;
  readonly #context: UnitContext;
  readonly #inputs: UnitInputs;

  constructor(request: UnitRequest, context: UnitContext) {
    this.#request = request;
    this.#context = context;
    this.#inputs = new UnitInputs(request, (value, declared) =>
      withValue(value, request.unit.at, this.#scope(new Set(), declared)),
    );
    for (const parameter of request.unit.inputs) checkPatterns(parameter, context.report);
  }

  /** All inputs; those that the action reads and nothing has named so far are added as text. */
  inputs(action: Action): readonly Input[] {
    for (const name of inputsRead(action))
      if (!this.#inputs.has(name)) this.#inputs.infer(name, undefined);
    return this.#inputs.all();
  }

  action(): Action {
    const { unit } = this.#request;
    if (unit.ref !== undefined) return this.#flow(unit.ref.at);
    if (unit.call !== undefined) return this.#call(unit.call.at, unit.call.text);
    if (unit.steps.length > 0) return this.#steps();
    const scope = this.#scope(new Set());
    if (hasMockValue(unit.outputs)) {
      const output = lowerMock(unit.outputs, scope);
      return { kind: 'mock', output };
    }
    if (this.#target(unit.at) !== undefined) return this.#call(unit.at, unit.name ?? '');
    return {
      kind: 'unimplemented',
      reason: 'the capability says neither `call`, `steps` nor `ref` for it',
    };
  }

  #call(at: Location, text: string): Action {
    const operation = this.#target(at);
    if (operation === undefined)
      return { kind: 'unimplemented', reason: `\`${text}\` names no operation` };
    const values = this.#arguments(operation, this.#request.unit, new Set());
    return {
      kind: 'call',
      operation: operation.id,
      arguments: values,
      output: this.#output(new Set()),
    };
  }

  #flow(at: Location): Action {
    const target = this.#context.program.refs.get(locationKey(at));
    if (target === undefined) return { kind: 'unimplemented', reason: 'its `ref` names no flow' };
    const id = `${target.namespace}.${target.flow.name ?? ''}`;
    const inputs = this.#context.flows.get(id)?.inputs ?? [];
    return {
      kind: 'flow',
      flow: id,
      arguments: this.#bind(inputs, this.#withExpressions(this.#request.unit, new Set())),
      output: this.#output(new Set()),
    };
  }

  #steps(): Action {
    const { unit } = this.#request;
    const before = new Set<string>();
    const steps: Step[] = [];
    for (const step of unit.steps) {
      const lowered = this.#step(step, before);
      if (lowered === undefined)
        return { kind: 'unimplemented', reason: `step \`${step.name}\` cannot be compiled` };
      steps.push(lowered);
      before.add(step.name);
    }
    const scope = this.#scope(before);
    const mappings = unit.mappings.map((mapping) => ({
      target: mapping.target.split('.'),
      value: stepValue(mapping.value, child(mapping.at, 'value'), scope),
    }));
    // With mappings the mapped object is the answer; the declared outputs then only describe it.
    const output: OutputNode =
      mappings.length > 0 ? { kind: 'whole', type: { kind: 'unknown' } } : this.#output(before);
    return { kind: 'steps', steps, mappings, output };
  }

  #step(step: DocumentStep, before: ReadonlySet<string>): Step | undefined {
    const { report } = this.#context;
    switch (step.type) {
      case 'call': {
        if (step.call === undefined) {
          report({
            code: 'shape',
            severity: 'error',
            message: `step \`${step.name}\` needs a \`call\``,
            at: step.at,
          });
          return undefined;
        }
        const operation = this.#target(step.call.at);
        if (operation === undefined) return undefined;
        return {
          kind: 'call',
          name: step.name,
          operation: operation.id,
          arguments: this.#arguments(operation, step, before),
        };
      }
      case 'lookup': {
        const scope = this.#scope(before);
        if (step.index !== undefined && !before.has(step.index.text)) {
          const hint = stepHint(step.index.text, { ...scope, inputs: new Set() });
          const message = `\`index: ${step.index.text}\` is no step above this one${hint}`;
          report({
            code: 'step-reference-unresolved',
            severity: 'error',
            message,
            at: step.index.at,
          });
        }
        return {
          kind: 'lookup',
          name: step.name,
          index: step.index?.text ?? '',
          match: step.match ?? '',
          value: stepValue(step.lookupValue ?? '', child(step.at, 'lookupValue'), scope),
          fields: step.fields,
        };
      }
      case 'script': {
        const values = [...this.#withExpressions(step, before)].map(([name, value]) => ({
          name,
          value,
        }));
        return lowerScript(step, values, this.#context.program, report);
      }
      default:
        report({
          code: 'shape',
          severity: 'error',
          message: `a step has the type \`call\`, \`lookup\` or \`script\`, not \`${step.type}\`${didYouMean(step.type, ['call', 'lookup', 'script'])}`,
          at: child(step.at, 'type'),
        });
        return undefined;
    }
  }

  #target(at: Location): Operation | undefined {
    const target = this.#context.program.calls.get(locationKey(at));
    return target && this.#context.operations.get(locationKey(target.operation.at));
  }

  #output(steps: ReadonlySet<string>): OutputNode {
    return lowerOutputs(this.#request.unit.outputs, this.#scope(steps));
  }

  #arguments(
    operation: Operation,
    from: Pick<Unit, 'with'>,
    steps: ReadonlySet<string>,
  ): readonly Argument[] {
    return this.#bind(
      operation.inputs.filter((input) => input.value === undefined),
      this.#withExpressions(from, steps),
    );
  }

  /** `with`, and what the inputs' own mappings say, as expressions by the name of the input they are for. */
  #withExpressions(from: Pick<Unit, 'with'>, steps: ReadonlySet<string>): Map<string, Expression> {
    const scope = this.#scope(steps);
    const values = new Map<string, Expression>();
    for (const entry of from.with) values.set(entry.name, withValue(entry.value, entry.at, scope));
    for (const [name, mapping] of this.#inputs.mapped) this.#addMapped(values, name, mapping);
    return values;
  }

  /** `body.name`, `$.path.schema`, `queryParameters.like`, `ns.operation.like`: the last name, in the body where it says so. */
  #addMapped(values: Map<string, Expression>, name: string, mapping: string): void {
    const path = mapping.replace(/^\$\.?/, '').split('.');
    const last = path.at(-1) ?? name;
    const value: Expression = { kind: 'input', name };
    if (path[0] !== 'body' || path.length < 2) {
      if (last !== '' && !values.has(last)) values.set(last, value);
      return;
    }
    const body = values.get('body');
    const members = body?.kind === 'object' ? body.members : [];
    values.set('body', { kind: 'object', members: [...members, { name: last, value }] });
  }

  /**
   * One argument for each input of the target that something reaches: `with` first, then the unit's input of the same
   * name, else a required one becomes an input of the unit (every one, where the unit says nothing at all).
   */
  #bind(targets: readonly Input[], values: Map<string, Expression>): readonly Argument[] {
    const silent = !this.#inputs.declares && values.size === 0;
    const byPosition = this.#inputs.pathPairs(targets, values);
    const result: Argument[] = [];
    for (const target of targets) {
      const key = values.has(target.name)
        ? target.name
        : [...values.keys()].find((name) => foldName(name) === foldName(target.name));
      const value = key === undefined ? undefined : values.get(key);
      if (value !== undefined) {
        this.#inputs.adopt(value, target);
        if (!result.some((argument) => argument.name === target.name))
          result.push({ name: target.name, value });
        continue;
      }
      const own = this.#inputs.matching(target) ?? byPosition.get(target.name);
      if (own !== undefined) {
        this.#inputs.describe(own, target);
        result.push({ name: target.name, value: { kind: 'input', name: own } });
      } else if (target.required || silent) {
        this.#inputs.infer(target.name, target);
        result.push({ name: target.name, value: { kind: 'input', name: target.name } });
      }
    }
    return result;
  }

  #scope(steps: ReadonlySet<string>, inputs = this.#inputs.names()): Scope {
    return {
      inputPrefixes: new Set([...this.#request.prefixes, 'rest', 'tools', 'inputs', 'input']),
      inputs,
      steps,
      laterSteps: this.#request.unit.steps
        .map(({ name }) => name)
        .filter((name) => !steps.has(name)),
      secrets: this.#context.secrets.at(this.#request.unit.at),
      report: this.#context.report,
    };
  }
}
