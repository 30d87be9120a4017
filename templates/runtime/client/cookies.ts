// Cookies, which are one header.
import type { Computed } from "./operation.ts";
import { own, toText, unfit } from "./value.ts";

/** The value of the header; undefined where no argument gives one. */
export function cookies(
  inputs: readonly { readonly name: string; readonly key: string }[],
): Computed {
  return ({ args }) => {
    const pairs = inputs.flatMap(({ name, key }) => {
      const value = own(args, key);
      return value === undefined || value === null
        ? []
        : `${encodeURIComponent(name)}=${encode(toText(value, name), name)}`;
    });
    return pairs.length === 0 ? undefined : pairs.join("; ");
  };
}

function encode(text: string, name: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw unfit(name, text, cause);
  }
}
