// Members of objects whose names come from outside: only own ones are read, and none reaches a prototype.

export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function setOwn(
  target: Record<string, unknown>,
  key: string,
  value: unknown,
): void {
  // The one name that is more than a name; defining takes many times as long as setting.
  if (key !== "__proto__") target[key] = value;
  else
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** A JSON object: neither null nor a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
