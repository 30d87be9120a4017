// A document as its author wrote it, in one shape: named collections are lists of items with a name,
// whichever spelling the file uses. Words are those of the specification.
import type { Location } from '../source/location.ts';

export interface Document {
  readonly kind: 'document';
  readonly file: string;
  /** The overlay that was applied. */
  readonly overlay?: string;
  /** `<root key>-<version>`, e.g. `naftiko-1.0.0-alpha2`; the nearest known one where the version is newer. */
  readonly format: string;
  readonly info: Info;
  /** False for a file of shared sections, which has no `capability`. */
  readonly hasCapability: boolean;
  readonly consumes: readonly (ConsumedApi | Import)[];
  readonly exposes: readonly (Adapter | Import)[];
  readonly aggregates: readonly (Aggregate | Import)[];
  readonly binds: readonly (Bind | Import)[];
  readonly at: Location;
}

export interface Info {
  readonly display?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly version?: string;
  readonly at: Location;
}

/** An entry that stands for the entry of that namespace in another file. */
export interface Import {
  readonly kind: 'import';
  readonly namespace: string;
  readonly from: string;
  readonly as?: string;
  readonly at: Location;
}

export interface Bind {
  readonly kind: 'bind';
  readonly namespace: string;
  readonly description?: string;
  /** Undefined: the environment. */
  readonly location?: string;
  readonly keys: readonly {
    readonly name: string;
    readonly source: string;
    readonly at: Location;
  }[];
  readonly at: Location;
}

export interface ConsumedApi {
  readonly kind: 'http';
  readonly namespace: string;
  readonly description?: string;
  readonly baseUri: string;
  /** Not of the format, but what overlays say: hosts the API is known to answer at. */
  readonly servers: readonly {
    readonly url: string;
    readonly description?: string;
    readonly at: Location;
  }[];
  readonly inputs: readonly Parameter[];
  readonly authentication?: Authentication;
  readonly tunnel?: { readonly type: string; readonly at: Location };
  readonly resources: readonly ConsumedResource[];
  readonly at: Location;
}

export interface ConsumedResource {
  readonly name?: string;
  readonly display?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly path: string;
  readonly deprecated: boolean;
  readonly inputs: readonly Parameter[];
  readonly operations: readonly ConsumedOperation[];
  readonly at: Location;
}

export interface ConsumedOperation {
  readonly name: string;
  readonly display?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly method: string;
  /** A path of its own: absolute or behind the resource's, which nothing marks. */
  readonly path?: string;
  /** Not of the format, but what overlays say. */
  readonly deprecated: boolean;
  /** Not of the format, but what overlays say: how the result is split into pages. */
  readonly pagination?: Pagination;
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly OutputParameter[];
  readonly outputRawFormat?: string;
  readonly outputMediaType?: string;
  readonly outputSchema?: string;
  readonly maxBinarySize?: string;
  /** As written; undefined where there is none. */
  readonly body?: { readonly value: unknown; readonly at: Location };
  readonly at: Location;
}

/** Each a JSON path into one page. */
export interface Pagination {
  readonly style: string;
  readonly next?: string;
  readonly previous?: string;
  readonly items?: string;
  readonly at: Location;
}

export interface Parameter {
  readonly name: string;
  readonly in?: string;
  readonly type?: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly pattern?: string;
  readonly value?: unknown;
  /** Not of the format, but written in the wild: where in the call's inputs the value goes (`body.name`). */
  readonly mapping?: string;
  readonly values?: readonly (string | number)[];
  readonly items?: Parameter;
  readonly properties: readonly Parameter[];
  readonly at: Location;
}

export interface OutputParameter {
  readonly name?: string;
  readonly type?: string;
  readonly description?: string;
  readonly mapping?: string;
  readonly value?: string;
  readonly constant?: unknown;
  readonly properties: readonly OutputParameter[];
  readonly items?: OutputParameter;
  /** From here on not of the format, but what overlays say. */
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly format?: string;
  readonly values?: readonly (string | number)[];
  /** Of an object with names of its own choosing: what each holds. */
  readonly others?: OutputParameter;
  readonly at: Location;
}

export interface Authentication {
  readonly type: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly scopes: readonly string[];
  /** Not of the format, but written in the wild: several API keys, each in a header. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly at: Location;
}

export type Adapter = RestAdapter | McpAdapter | SkillAdapter | ControlAdapter;

interface AdapterBase {
  /** Empty where the document gives none. */
  readonly namespace: string;
  readonly description?: string;
  readonly address?: string;
  readonly port?: number;
  readonly authentication?: Authentication;
  readonly maxBinarySize?: string;
  readonly at: Location;
}

export interface RestAdapter extends AdapterBase {
  readonly kind: 'rest';
  readonly inputs: readonly Parameter[];
  readonly resources: readonly ExposedResource[];
}

export interface ExposedResource {
  readonly name?: string;
  readonly display?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly path: string;
  readonly deprecated: boolean;
  readonly inputs: readonly Parameter[];
  readonly operations: readonly ExposedOperation[];
  readonly forward?: {
    readonly namespace: string;
    readonly headers: readonly string[];
    readonly at: Location;
  };
  readonly at: Location;
}

/** What an exposed operation, a tool, a resource and a flow have in common: inputs in, something done, outputs out. */
export interface Unit {
  readonly name?: string;
  readonly display?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly inputs: readonly Parameter[];
  readonly call?: Reference;
  readonly ref?: Reference;
  readonly with: readonly WithEntry[];
  readonly steps: readonly Step[];
  readonly mappings: readonly StepMapping[];
  readonly outputs: readonly OutputParameter[];
  /** Not of the format, but what overlays say. */
  readonly deprecated: boolean;
  readonly at: Location;
}

/** `namespace.name` as written, with the place of its text. */
export interface Reference {
  readonly text: string;
  readonly at: Location;
}

export interface WithEntry {
  readonly name: string;
  readonly value: unknown;
  readonly at: Location;
}

export interface ExposedOperation extends Unit {
  readonly method: string;
  /** Not of the format, but written in the wild: replaces the resource's path. */
  readonly path?: string;
  /** What `responseBinary`, or the one successful response with bytes, says of them. */
  readonly binary?: { readonly status?: number; readonly mediaType?: string };
}

export interface Step {
  readonly name: string;
  readonly type: string;
  readonly call?: Reference;
  readonly with: readonly WithEntry[];
  readonly index?: Reference;
  readonly match?: string;
  readonly lookupValue?: string;
  readonly fields: readonly string[];
  readonly language?: string;
  readonly file?: string;
  readonly location?: string;
  /** Of a script: further files of the same place. */
  readonly dependencies: readonly string[];
  readonly at: Location;
}

export interface StepMapping {
  readonly target: string;
  readonly value: string;
  readonly at: Location;
}

export interface McpAdapter extends AdapterBase {
  readonly kind: 'mcp';
  readonly transport: string;
  readonly ttlMs?: number;
  readonly cacheScope?: string;
  readonly tools: readonly Tool[];
  readonly resources: readonly McpResource[];
  readonly prompts: readonly McpPrompt[];
}

export interface Hints {
  readonly readOnly?: boolean;
  readonly destructive?: boolean;
  readonly idempotent?: boolean;
  readonly openWorld?: boolean;
}

export interface Tool extends Unit {
  readonly hints: Hints;
}

export interface McpResource extends Unit {
  readonly uri: string;
  readonly mimeType?: string;
  readonly binary: boolean;
  readonly location?: string;
}

export interface McpPrompt {
  readonly name: string;
  readonly display?: string;
  readonly description?: string;
  readonly arguments: readonly Parameter[];
  readonly messages: readonly {
    readonly role: string;
    readonly content: string;
    readonly at: Location;
  }[];
  readonly location?: string;
  readonly at: Location;
}

export interface SkillAdapter extends AdapterBase {
  readonly kind: 'skill';
  readonly skills: readonly Skill[];
}

export interface Skill {
  readonly name: string;
  readonly description?: string;
  readonly license?: string;
  readonly location?: string;
  /** What else is said of it, by its own names: `allowed-tools`, `metadata` … */
  readonly details: Readonly<Record<string, unknown>>;
  readonly tools: readonly SkillTool[];
  readonly at: Location;
}

export interface SkillTool {
  readonly name: string;
  readonly description?: string;
  readonly from?: { readonly namespace: string; readonly action: string; readonly at: Location };
  readonly instruction?: string;
  /** Not of the format, but written in the wild: the operation itself. */
  readonly call?: Reference;
  readonly at: Location;
}

export interface ControlAdapter extends AdapterBase {
  readonly kind: 'control';
  readonly health: boolean;
  readonly info: boolean;
  readonly metrics: boolean;
  readonly traces?: {
    readonly sampling: number;
    readonly propagation: string;
    readonly size: number;
  };
  /** What is switched on and only the reference engine has: `reload`, `validate`, `logs`, `statementLimit`, `otlp`. */
  readonly engineOnly: readonly { readonly name: string; readonly at: Location }[];
  readonly scripting?: {
    readonly enabled: boolean;
    readonly defaultLocation?: string;
    readonly defaultLanguage?: string;
    readonly timeoutMs?: number;
    readonly allowedLanguages: readonly string[];
  };
}

export interface Aggregate {
  readonly kind: 'aggregate';
  readonly namespace: string;
  readonly display?: string;
  readonly flows: readonly AggregateFlow[];
  readonly at: Location;
}

export interface AggregateFlow extends Unit {
  readonly outputMediaType?: string;
  readonly semantics: {
    readonly safe?: boolean;
    readonly idempotent?: boolean;
    readonly cacheable?: boolean;
  };
}
