// Functions at the end of a JSONPath. Undefined: there is no result, as of the largest of no numbers.
import type { PathFunction } from "./json-path.ts";
import { isObject } from "./own.ts";

/** `on`: what the path in front leads to; `given`: the values of the arguments. */
export function applyFunction(
  name: PathFunction,
  on: unknown,
  given: readonly unknown[],
): unknown {
  switch (name) {
    case "length":
    case "size":
      return sizeOf(given.length > 0 ? given[0] : on);
    case "keys":
      return isObject(on) ? Object.keys(on) : undefined;
    case "first":
      return Array.isArray(on) ? on.at(0) : undefined;
    case "last":
      return Array.isArray(on) ? on.at(-1) : undefined;
    case "index": {
      const at = given[0];
      return Array.isArray(on) && typeof at === "number" && Number.isInteger(at)
        ? on.at(at)
        : undefined;
    }
    case "concat":
      return [...listOf(on), ...given.flatMap(asItems)].map(asText).join("");
    default: {
      const numbers = [...listOf(on), ...given.flatMap(asItems)].filter(
        (item) => typeof item === "number",
      );
      return numbers.length === 0 ? undefined : statistics[name](numbers);
    }
  }
}

type Statistic = (numbers: readonly number[]) => number;

const sum: Statistic = (numbers) => numbers.reduce((a, b) => a + b, 0);
const average: Statistic = (numbers) => sum(numbers) / numbers.length;

const statistics: Readonly<
  Record<"sum" | "min" | "max" | "avg" | "stddev", Statistic>
> = {
  sum,
  avg: average,
  // Not `Math.min(...numbers)`: an upstream may send more numbers than a call takes arguments.
  min: (numbers) => numbers.reduce((a, b) => Math.min(a, b)),
  max: (numbers) => numbers.reduce((a, b) => Math.max(a, b)),
  stddev(numbers) {
    const mean = average(numbers);
    return Math.sqrt(average(numbers.map((number) => (number - mean) ** 2)));
  },
};

function sizeOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

/** Only a list lends its items; what is no list has none to count. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asItems(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
