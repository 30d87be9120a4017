// The client object: a method for each operation of a tree, and the same client with other options.
import { type Answer, answer, execute, send, withOptions } from "./core.ts";
import type { CoreOptions, RequestOptions } from "./http.ts";
import {
  type AnyOperation,
  operation,
  type Operation,
  type OperationTree,
} from "./operation.ts";
import type { ClientCore } from "./service.ts";
import { own } from "./value.ts";

/** An operation, ready to be called. */
export interface Method<Args, Output> {
  (args: Args, options?: RequestOptions): Promise<Output>;
  /** The result together with the response it was read from: status, headers. */
  withResponse(args: Args, options?: RequestOptions): Promise<Answer<Output>>;
  /** The response as it came, whatever its status; its body can be streamed. */
  raw(args: Args, options?: RequestOptions): Promise<Response>;
}

/** What methods have besides, for operations that say more of themselves. */
export type Extend = (
  operation: AnyOperation,
  call: (args: object, options?: RequestOptions) => Promise<unknown>,
) => object | undefined;

/** `tree` is an `OperationTree`. */
export function buildClient(
  core: ClientCore,
  tree: object,
  extend?: Extend,
): object {
  const client = {
    core,
    withOptions: (more: CoreOptions) =>
      buildClient(withOptions(core, more), tree, extend),
  };
  bind(core, tree as OperationTree, extend, client, "", "");
  return client;
}

/** `id` and `base` are what names and paths below the tree begin with. */
function bind(
  core: ClientCore,
  tree: OperationTree,
  extend: Extend | undefined,
  group: Record<string, unknown>,
  id: string,
  base: string,
): void {
  for (const [key, node] of Object.entries(tree)) {
    if (typeof node === "string" || isOperation(node)) {
      const one =
        typeof node === "string"
          ? operation(`${id}${key} ${behind(base, node)}`)
          : (node as Operation<unknown, never>);
      const call = execute.bind(null, core, one);
      group[key] = Object.assign(call, {
        raw: send.bind(null, core, one),
        withResponse: answer.bind(null, core, one),
        ...extend?.(one, call),
      });
    } else {
      const path = key.startsWith("/") ? key : "";
      const name =
        path
          .replace(/.*\//, "")
          .replace(/[\W_]+(\w)/g, (_, letter) => letter.toUpperCase()) || key;
      const isNamed = !key.endsWith("}");
      const below = isNamed ? (group[name] = own(group, name) ?? {}) : group;
      bind(
        core,
        node,
        extend,
        below as Record<string, unknown>,
        isNamed ? `${id}${name}.` : id,
        base + path,
      );
    }
  }
}

/** `GET /{id}` behind `/persons` is `GET /persons/{id}`. */
function behind(base: string, text: string): string {
  return text.replace(/ (?=\/)|(?= )|$/, () => ` ${base}`);
}

function isOperation(node: OperationTree | AnyOperation): node is AnyOperation {
  return Array.isArray(node.path);
}
