// Conditions of a JSONPath filter. What is missing equals nothing, not even null.
import type { PathOperand, PathOperator, PathTest } from "./json-path.ts";
import { isObject } from "./own.ts";

type Evaluate = (operand: PathOperand, item: unknown, root: unknown) => unknown;

export function passes(
  test: PathTest,
  item: unknown,
  root: unknown,
  evaluate: Evaluate,
): boolean {
  switch (test.kind) {
    case "and":
      return test.tests.every((one) => passes(one, item, root, evaluate));
    case "or":
      return test.tests.some((one) => passes(one, item, root, evaluate));
    case "not":
      return !passes(test.test, item, root, evaluate);
    case "exists": {
      const value = evaluate(test.path, item, root);
      return test.path.definite
        ? value !== undefined
        : Array.isArray(value) && value.length > 0;
    }
    case "compare":
      return compare(
        test.operator,
        evaluate(test.left, item, root),
        evaluate(test.right, item, root),
      );
    case "regex": {
      const value = evaluate(test.value, item, root);
      if (typeof value !== "string") return false;
      return test.matches !== undefined
        ? test.matches(value)
        : new RegExp(`^(?:${test.pattern})$`, test.flags).test(value);
    }
  }
}

function compare(
  operator: PathOperator,
  left: unknown,
  right: unknown,
): boolean {
  switch (operator) {
    case "==":
      return equal(left, right, true);
    case "!=":
      return !equal(left, right, true);
    case "===":
      return equal(left, right, false);
    case "!==":
      return !equal(left, right, false);
    case "<":
      return order(left, right, (difference) => difference < 0);
    case "<=":
      return order(left, right, (difference) => difference <= 0);
    case ">":
      return order(left, right, (difference) => difference > 0);
    case ">=":
      return order(left, right, (difference) => difference >= 0);
    case "in":
      return Array.isArray(right) && includes(right, left);
    case "nin":
      return Array.isArray(right) && !includes(right, left);
    case "contains":
      if (typeof left === "string")
        return typeof right === "string" && left.includes(right);
      return Array.isArray(left) && includes(left, right);
    case "size":
      return typeof right === "number" && sizeOf(left) === right;
    case "empty": {
      const size = sizeOf(left);
      return size !== undefined && (size === 0) === right;
    }
    case "subsetof":
      return lists(left, right, (a, b) => a.every((one) => includes(b, one)));
    case "all":
      return lists(left, right, (a, b) => b.every((one) => includes(a, one)));
    case "anyof":
      return lists(left, right, (a, b) => a.some((one) => includes(b, one)));
    case "noneof":
      return lists(left, right, (a, b) => !a.some((one) => includes(b, one)));
  }
}

/** `loose`: text that reads as a number equals the number. */
function equal(left: unknown, right: unknown, loose: boolean): boolean {
  if (left === undefined || right === undefined) return false;
  if (left === right) return true;
  if (loose && typeof left === "number" && typeof right === "string")
    return right.trim() !== "" && Number(right) === left;
  if (loose && typeof left === "string" && typeof right === "number")
    return equal(right, left, true);
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, i) => equal(item, right[i], false))
    );
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) => Object.hasOwn(right, key) && equal(left[key], right[key], false),
    )
  );
}

/** Numbers and texts have an order among themselves; texts by code unit. */
function order(
  left: unknown,
  right: unknown,
  holds: (difference: number) => boolean,
): boolean {
  if (typeof left === "number" && typeof right === "number")
    return holds(left - right);
  if (typeof left === "string" && typeof right === "string")
    return holds(left < right ? -1 : left > right ? 1 : 0);
  return false;
}

function lists(
  left: unknown,
  right: unknown,
  holds: (left: readonly unknown[], right: readonly unknown[]) => boolean,
): boolean {
  return Array.isArray(left) && Array.isArray(right) && holds(left, right);
}

function includes(list: readonly unknown[], wanted: unknown): boolean {
  return list.some((item) => equal(item, wanted, true));
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}
