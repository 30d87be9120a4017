// Cookies, which are one header.
import type { Computed } from "./operation.ts";
import { encodeText, own, toText } from "./value.ts";

/** The value of the header; undefined where no argument gives one. */
export function cookies(
  inputs: readonly { readonly name: string; readonly key: string }[],
): Computed {
  return ({ args }) => {
    const pairs = inputs.flatMap(({ name, key }) => {
      const value = own(args, key);
      return value === undefined || value === null
        ? []
        : `${encodeURIComponent(name)}=${encodeText(toText(value, name), name)}`;
    });
    return pairs.length === 0 ? undefined : pairs.join("; ");
  };
}
