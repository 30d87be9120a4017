// Finds what calls and refs name, and reports those that name nothing or too much.
import { didYouMean } from '../diagnostics/suggest.ts';
import { locationKey } from '../source/location-key.ts';
import { child } from '../source/location.ts';
import { groupBy } from '../util/group-by.ts';
import { stableJson } from '../util/stable-json.ts';
import type { Adapter, Reference, Unit } from './document.ts';
import type { Report } from './fields.ts';
import {
  operationsOf,
  type CallTarget,
  type FlowTarget,
  type LinkedAggregate,
  type LinkedApi,
} from './program.ts';

export class Resolver {
  readonly #apis: ReadonlyMap<string, LinkedApi>;
  readonly #operations = new Map<string, readonly CallTarget[]>();
  readonly #flows = new Map<string, FlowTarget>();
  readonly #calls: Map<string, CallTarget>;
  readonly #refs: Map<string, FlowTarget>;
  /** Namespaces that may be unknown without a word; undefined in a file of shared sections, where all may. */
  readonly #excused: ReadonlySet<string> | undefined;
  readonly #report: Report;

  constructor(
    apis: readonly LinkedApi[],
    aggregates: readonly LinkedAggregate[],
    excused: ReadonlySet<string> | undefined,
    calls: Map<string, CallTarget>,
    refs: Map<string, FlowTarget>,
    report: Report,
  ) {
    this.#apis = new Map(apis.map((api) => [api.namespace, api]));
    for (const api of apis)
      this.#operations.set(api.namespace, [
        ...(this.#operations.get(api.namespace) ?? []),
        ...operationsOf(api),
      ]);
    for (const { namespace, aggregate } of aggregates)
      for (const flow of aggregate.flows)
        this.#flows.set(`${namespace}.${flow.name ?? ''}`, { namespace, flow });
    this.#calls = calls;
    this.#refs = refs;
    this.#excused = excused;
    this.#report = report;
  }

  adapter(adapter: Adapter): void {
    switch (adapter.kind) {
      case 'rest':
        this.units(adapter.resources.flatMap((resource) => resource.operations));
        for (const { forward } of adapter.resources)
          if (forward !== undefined && !this.#apis.has(forward.namespace))
            this.#unknownNamespace(forward.namespace, {
              text: forward.namespace,
              at: child(forward.at, 'targetNamespace'),
            });
        break;
      case 'mcp':
        this.units(adapter.tools);
        this.units(adapter.resources);
        break;
      case 'skill':
        for (const tool of adapter.skills.flatMap((skill) => skill.tools))
          if (tool.call !== undefined) this.#resolve(tool.call, []);
        break;
      case 'control':
        break;
    }
  }

  /** Units of one list: where the list mirrors the operations it calls, a repeated name is told apart by position. */
  units(units: readonly Unit[]): void {
    const own = units.flatMap((unit) => (unit.call === undefined ? [] : [unit.call]));
    for (const [name, calls] of groupBy(own, (call) => call.text)) {
      const candidates = this.#candidates(name);
      if (candidates.length > 1 && candidates.length === calls.length)
        calls.forEach((call, index) => this.#calls.set(locationKey(call.at), candidates[index]!));
      else for (const call of calls) this.#resolve(call, candidates);
    }
    for (const unit of units) {
      for (const step of unit.steps)
        if (step.call !== undefined) this.#resolve(step.call, this.#candidates(step.call.text));
      if (unit.ref !== undefined) this.#resolveRef(unit.ref);
      if (unit.call === undefined && unit.ref === undefined && unit.steps.length === 0)
        this.#resolveByName(unit);
    }
  }

  /** A unit that says nothing of what it does stands for the one operation of its name, if there is one. */
  #resolveByName(unit: Unit): void {
    const targets = [...this.#operations.values()]
      .flat()
      .filter((target) => target.operation.name === unit.name);
    const [only] = targets;
    if (only !== undefined && targets.length === 1) this.#calls.set(locationKey(unit.at), only);
  }

  #candidates(call: string): readonly CallTarget[] {
    const dot = call.indexOf('.');
    const name = call.slice(dot + 1);
    return (this.#operations.get(call.slice(0, dot)) ?? []).filter(
      (target) => target.operation.name === name,
    );
  }

  #resolve(call: Reference, known: readonly CallTarget[]): void {
    // What is no text has been reported.
    if (call.text === '') return;
    const dot = call.text.indexOf('.');
    if (dot <= 0 || dot === call.text.length - 1) {
      const message = `\`${call.text}\` is not a call: write \`namespace.operation\``;
      this.#report({ code: 'call-malformed', severity: 'error', message, at: call.at });
      return;
    }
    const namespace = call.text.slice(0, dot);
    if (!this.#apis.has(namespace)) return this.#unknownNamespace(namespace, call);
    const candidates = known.length > 0 ? known : this.#candidates(call.text);
    const [first, ...others] = candidates;
    if (first === undefined) {
      const name = call.text.slice(dot + 1);
      const names = (this.#operations.get(namespace) ?? []).map((target) => target.operation.name);
      // The resource is no part of a call.
      const last = name.slice(name.lastIndexOf('.') + 1);
      const near = names.includes(last)
        ? `; did you mean \`${namespace}.${last}\`?`
        : didYouMean(name, names);
      const message = `\`${namespace}\` has no operation \`${name}\`${near}`;
      this.#report({ code: 'call-unresolved', severity: 'error', message, at: call.at });
      return;
    }
    this.#calls.set(locationKey(call.at), first);
    const different = others.filter((other) => contentKey(other) !== contentKey(first));
    if (different.length > 0)
      this.#report({
        code: 'call-ambiguous',
        severity: 'error',
        message: `\`${call.text}\` names ${candidates.length} different operations; the first is taken: give each a name of its own`,
        at: call.at,
        related: candidates.map((target) => ({
          message: `${target.operation.method} ${target.resource.path}`,
          at: target.operation.at,
        })),
      });
  }

  #resolveRef(ref: Reference): void {
    const flow = this.#flows.get(ref.text);
    if (flow !== undefined) {
      this.#refs.set(locationKey(ref.at), flow);
      return;
    }
    // What is no text has been reported; an aggregate whose namespace is missing, too.
    const [namespace = ''] = ref.text.split('.', 1);
    if (ref.text === '' || this.#flows.has(ref.text.slice(namespace.length))) return;
    if (this.#isExcused(namespace)) return;
    const message = `no aggregate has a flow \`${ref.text}\`${didYouMean(ref.text, [...this.#flows.keys()])}`;
    this.#report({ code: 'ref-unresolved', severity: 'error', message, at: ref.at });
  }

  #isExcused(namespace: string): boolean {
    return this.#excused === undefined || this.#excused.has(namespace);
  }

  #unknownNamespace(namespace: string, call: Reference): void {
    // An API whose namespace is missing may be the one that is meant, and is reported itself.
    if (this.#isExcused(namespace) || this.#apis.has('')) return;
    const names = [...this.#apis.keys()];
    const known =
      names.length === 0
        ? '; this file consumes nothing'
        : `; known: ${names
            .slice(0, 8)
            .map((name) => `\`${name}\``)
            .join(', ')}`;
    const hint = didYouMean(namespace, names);
    const message = `nothing consumed has the namespace \`${namespace}\`${hint === '' ? known : hint}`;
    this.#report({ code: 'call-unresolved', severity: 'error', message, at: call.at });
  }
}

/** Equal for operations that are the same but for where they stand. */
function contentKey(target: CallTarget): string {
  return stableJson(
    { path: target.resource.path, inputs: target.resource.inputs, operation: target.operation },
    ['at'],
  );
}
