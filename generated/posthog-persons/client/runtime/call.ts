// Operations as functions of their own: a bundle has those that it imports.
import { answer } from "./core.ts";
import type { RequestOptions } from "./http.ts";
import { type Operation, operation } from "./operation.ts";
import type { ClientCore } from "./service.ts";

/** An operation that is called with what `createCore` gives. */
export interface Call<Args, Output> extends Operation<Args, Output> {
  (core: ClientCore, args: Args, options?: RequestOptions): Promise<Output>;
}

/** Reads the notation of `operation`. What is declared of the result says which types it has. */
export function define(
  text: string,
  more?: Partial<Operation<unknown, never>>,
): Call<unknown, never> {
  const one = operation(text, more);
  return Object.assign(
    async (core: ClientCore, args: unknown, options?: RequestOptions) =>
      (await answer(core, one, args, options)).data,
    one,
  );
}
