// What an MCP server offers, as data: the shapes the generated tables are written in.
import type {
  Action,
  Argument,
  Flows,
  Json,
  SurfaceAuth,
  ValueType,
} from "../server/model.ts";
import type { ProtectedResource } from "../server/protected-resource.ts";
import type { Listing } from "./tool-listing.ts";

export interface ToolInput {
  readonly name: string;
  /** A string where nothing is said. */
  readonly type?: ValueType;
  readonly required?: boolean;
}

/** JSON Schema of the arguments, as it is listed. */
export interface InputSchema {
  readonly type: "object";
  readonly properties?: { readonly [name: string]: Json };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

export interface Annotations {
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

export interface Tool {
  readonly name: string;
  /** Further names it answers to; they are not listed. */
  readonly aliases?: readonly string[];
  readonly title?: string;
  readonly description?: string;
  /** The tool that does the same under another scope; its description holds here. */
  readonly like?: string;
  readonly inputSchema: InputSchema;
  readonly annotations?: Annotations;
  /** It sends PUT, PATCH or DELETE: never read only, whatever the annotations say. */
  readonly writes?: boolean;
  /** Of a file it may give, where that is not the limit of its server. */
  readonly maxBytes?: number;
  /** What arguments are checked by. */
  readonly inputs: readonly ToolInput[];
  /** Inputs the caller is not asked for. */
  readonly constants?: readonly Argument[];
  readonly action: Action;
}

export interface Resource {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** Text and variables in turn. */
  readonly uri: readonly UriPart[];
  readonly mimeType?: string;
  readonly binary?: boolean;
  /** Of a file it may give, where that is not the limit of its server. */
  readonly maxBytes?: number;
  /** Undefined: the files below `location`. */
  readonly action?: Action;
  readonly location?: string;
}

export type UriPart = string | { readonly variable: string };

export interface PromptArgument {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly required?: boolean;
}

export interface Prompt {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments: readonly PromptArgument[];
  /** `{{name}}` stands for the argument of that name. */
  readonly messages: readonly {
    readonly role: "user" | "assistant";
    readonly content: string;
  }[];
  /** A file that is the one message, from the user. */
  readonly location?: string;
}

export interface McpSurface {
  readonly id: string;
  readonly title?: string;
  readonly instructions?: string;
  readonly address?: string;
  readonly port?: number;
  readonly auth?: SurfaceAuth;
  /** Where the tokens that `auth` asks for come from. */
  readonly tokens?: ProtectedResource;
  /** How long lists may be kept by who reads them, in milliseconds. */
  readonly ttlMs?: number;
  readonly cacheScope?: "public" | "private";
  /** Of files that tools and resources give. */
  readonly maxBytes?: number;
  /** What models are shown where nobody says otherwise. */
  readonly listing?: Listing;
  readonly tools: readonly Tool[];
  readonly resources: readonly Resource[];
  readonly prompts: readonly Prompt[];
}

/** All that is generated for an MCP server. */
export interface McpDefinition {
  /** Of the capability, where it says one. */
  readonly version?: string;
  readonly surfaces: readonly McpSurface[];
  readonly flows: Flows;
  /** Names of the secrets that are credentials: their values never leave the server. */
  readonly credentials: readonly string[];
}
