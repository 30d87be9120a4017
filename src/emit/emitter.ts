// What an emitter is: a pure function from a capability to files. The plan and the disk are not its business.
import type { Capability } from '../ir/capability.ts';
import type { Location } from '../source/location.ts';

export interface OutputFile {
  /** Relative to the capability's output folder, with `/`: `client/operations/persons.ts`. */
  readonly path: string;
  readonly content: string;
  /** Written when it does not exist and never touched again: files made for editing by hand. */
  readonly once?: boolean;
  /** Content is final: runtime files that are copied byte for byte. */
  readonly verbatim?: boolean;
}

/** What a project says of its output. */
export interface EmitSettings {
  /** Of MCP servers; flags and options of the server go before it. */
  readonly mcp?: {
    /** What models are shown: every tool, three that lead to them, or what suits their number. */
    readonly tools?: 'auto' | 'list' | 'search';
    /** With `auto`: the number of tools above which they are searched for. */
    readonly searchAbove?: number;
  };
}

export interface EmitContext {
  /** Reads a file below `templates/`, e.g. `runtime/client/http.ts`. */
  template(path: string): string;
  /** Names of the emitters of this run; undefined: every one. */
  readonly emitters?: readonly string[];
  readonly settings?: EmitSettings;
  /** A place as shown to readers of the output: `posthog-persons.yaml: posthog-persons / persons / personslist`. */
  place(at: Location): string;
}

export interface Emitter {
  readonly name: string;
  readonly summary: string;
  emit(capability: Capability, context: EmitContext): readonly OutputFile[];
}
