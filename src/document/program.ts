// Documents linked: imports followed, every call and reference resolved to what it names, or reported.
import type {
  Adapter,
  Aggregate,
  AggregateFlow,
  Bind,
  ConsumedApi,
  ConsumedOperation,
  ConsumedResource,
  Document,
} from './document.ts';

export interface Program {
  /** The document that was asked for. */
  readonly main: Document;
  /** All documents read, the main one first. */
  readonly documents: readonly Document[];
  readonly apis: readonly LinkedApi[];
  readonly adapters: readonly Adapter[];
  readonly aggregates: readonly LinkedAggregate[];
  readonly binds: readonly Bind[];
  /**
   * By `locationKey` of the text of a `call`; by that of the unit itself where it has none but the name of one
   * operation. Calls that name nothing are missing here and reported.
   */
  readonly calls: ReadonlyMap<string, CallTarget>;
  /** By `locationKey` of the text of a `ref`. */
  readonly refs: ReadonlyMap<string, FlowTarget>;
  /** By `locationKey` of a script step: its dependencies, then the script. */
  readonly scripts: ReadonlyMap<string, readonly AttachedFile[]>;
  /** By `locationKey` of an operation whose answers cannot be read without a schema. */
  readonly schemas: ReadonlyMap<string, AttachedFile>;
}

/** A file that belongs to a document and is no document. */
export interface AttachedFile {
  readonly name: string;
  readonly text: string;
}

export interface LinkedApi {
  /** The namespace it goes by here: the `as` of its import, else its own. */
  readonly namespace: string;
  readonly api: ConsumedApi;
}

export interface LinkedAggregate {
  readonly namespace: string;
  readonly aggregate: Aggregate;
}

export interface CallTarget {
  readonly namespace: string;
  readonly api: ConsumedApi;
  readonly resource: ConsumedResource;
  readonly operation: ConsumedOperation;
}

export interface FlowTarget {
  readonly namespace: string;
  readonly flow: AggregateFlow;
}

/** The list of operations of a service in order of declaration. */
export function operationsOf(linked: LinkedApi): readonly CallTarget[] {
  return linked.api.resources.flatMap((resource) =>
    resource.operations.map((operation) => ({
      namespace: linked.namespace,
      api: linked.api,
      resource,
      operation,
    })),
  );
}
