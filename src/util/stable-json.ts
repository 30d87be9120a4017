/**
 * JSON text that is equal for structurally equal values: members in order of name, `ignored` members left out at
 * every depth. `stableJson({ b: 1, a: 2, at: … }, ['at'])` → `{"a":2,"b":1}`
 */
export function stableJson(value: unknown, ignored: readonly string[] = []): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text && ','}${stableJson(item, ignored)}`;
    return `[${text}]`;
  }
  for (const key of Object.keys(value).sort()) {
    const item = (value as Readonly<Record<string, unknown>>)[key];
    if (item !== undefined && !ignored.includes(key))
      text += `${text && ','}${JSON.stringify(key)}:${stableJson(item, ignored)}`;
  }
  return `{${text}}`;
}
