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
  /** `id` and `base` are what names and paths below the tree begin with. */
  const bind = (
    tree: object,
    group: Record<string, unknown>,
    id: string,
    base: string,
  ) => {
    for (const [key, node] of Object.entries(tree as OperationTree)) {
      if (typeof node === "string" || Array.isArray(node.path)) {
        const one = (
          typeof node === "string"
            ? operation(`${id}${key} ${behind(base, node)}`)
            : node
        ) as Operation<unknown, never>;
        const call = execute.bind(null, core, one);
        group[key] = Object.assign(call, {
          raw: send.bind(null, core, one),
          withResponse: answer.bind(null, core, one),
          ...extend?.(one, call),
        });
      } else if (key.endsWith("}")) bind(node, group, id, base + key);
      else {
        const path = key.startsWith("/") ? key : "";
        const name =
          path
            .replace(/.*\//, "")
            .replace(/[\W_]+(\w)/g, (_, letter) => letter.toUpperCase()) || key;
        const below = (group[name] = own(group, name) ?? {}) as typeof group;
        bind(node, below, `${id}${name}.`, base + path);
      }
    }
  };
  // Below the methods, which may have the same names, and not printed with them: the core holds credentials.
  const client = Object.create({
    core,
    withOptions: (more: CoreOptions) =>
      buildClient(withOptions(core, more), tree, extend),
  });
  bind(tree, client, "", "");
  return client;
}

/** `GET /{id}` behind `/persons` is `GET /persons/{id}`. */
function behind(base: string, text: string): string {
  return text.replace(/ (?=\/)|(?= )|$/, () => ` ${base}`);
}
