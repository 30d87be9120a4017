// What the variable for the host of an API is called.

/** `box-files` → `BOX_FILES_HOST` */
export function hostVariableName(namespace: string): string {
  const name = namespace.replace(/[^a-zA-Z0-9]+/g, '_').toUpperCase();
  return `${/^[A-Z]/.test(name) ? name : `API_${name}`}_HOST`;
}
