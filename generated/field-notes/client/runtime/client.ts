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

export function buildClient(
  core: ClientCore,
  tree: OperationTree,
  extend?: Extend,
): object {
  return {
    core,
    withOptions: (more: CoreOptions) =>
      buildClient(withOptions(core, more), tree, extend),
    ...bind(core, tree, extend, "", ""),
  };
}

/** `id` and `base` are what names and paths below the tree begin with. */
function bind(
  core: ClientCore,
  { "/": path = "", ...tree }: OperationTree,
  extend: Extend | undefined,
  id: string,
  base: string,
): object {
  const below = `${base}${path}`;
  const method = (one: Operation<object, unknown>): object => {
    const call = execute.bind(null, core, one);
    return Object.assign(call, {
      raw: send.bind(null, core, one),
      withResponse: answer.bind(null, core, one),
      ...extend?.(one, call),
    });
  };
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => {
      const full = `${id}${name}`;
      if (typeof node !== "string")
        return [
          name,
          isOperation(node)
            ? method(node as Operation<object, unknown>)
            : bind(core, node, extend, `${full}.`, below),
        ];
      const text = node.replace(/ \.?/, () => ` ${below}`);
      return [name, method(operation(`${full} ${text}`))];
    }),
  );
}

function isOperation(node: OperationTree | AnyOperation): node is AnyOperation {
  return Array.isArray(node.path);
}
