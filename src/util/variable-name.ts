// What the variables of an API are called: that for its host, and others.

/** `box-files` → `BOX_FILES_HOST` */
export function hostVariableName(namespace: string): string {
  return variableName(namespace, 'host');
}

/** `box-files`, `X-Token` → `BOX_FILES_X_TOKEN`; `shop`, `clientSecret` → `SHOP_CLIENT_SECRET` */
export function variableName(namespace: string, word: string): string {
  const split = word.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  const name = [namespace, split]
    .map((part) => part.replace(/[^a-zA-Z0-9]+/g, '_').toUpperCase())
    .join('_');
  return /^[A-Z]/.test(name) ? name : `API_${name}`;
}
