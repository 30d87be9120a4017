// Flows of aggregates, and what units that refer to them take over.
import type { AggregateFlow } from '../../document/document.ts';
import type { Location } from '../../source/location.ts';
import type { Flow, Hints, Operation } from '../capability.ts';
import { lowerUnit, type UnitContext } from './lower-unit.ts';

export interface SurfaceContext extends UnitContext {
  /** By id. */
  operation(id: string): Operation | undefined;
  /**
   * Property path of the client method of an operation: tools without a usable name take theirs from it. Undefined where
   * nobody wants to know how anything is called.
   */
  readonly clientPath: ((operation: string) => readonly string[] | undefined) | undefined;
}

/** The flow that a `ref` names: it lends its name and description. */
export function inherited(
  ref: Location | undefined,
  context: SurfaceContext,
): AggregateFlow | undefined {
  return ref && context.program.refs.get(`${ref.file}#${ref.pointer}`)?.flow;
}

export function semanticHints(semantics: AggregateFlow['semantics']): Hints {
  return {
    ...(semantics.safe === undefined
      ? {}
      : semantics.safe
        ? { readOnly: true, destructive: false }
        : { readOnly: false }),
    ...(semantics.idempotent === undefined ? {} : { idempotent: semantics.idempotent }),
  };
}

export function lowerFlow(namespace: string, flow: AggregateFlow, context: UnitContext): Flow {
  const { inputs, action } = lowerUnit(
    { unit: flow, prefixes: [namespace], given: [], place: () => 'variable' },
    context,
  );
  return {
    id: `${namespace}.${flow.name ?? ''}`,
    name: flow.name ?? '',
    ...describe(flow.description),
    hints: semanticHints(flow.semantics),
    inputs,
    action,
    ...(flow.outputMediaType === undefined ? {} : { mediaType: flow.outputMediaType }),
    origins: [flow.at],
    at: flow.at,
  };
}

export function describe(description: string | undefined): { readonly description?: string } {
  return description === undefined || description === '' ? {} : { description };
}
