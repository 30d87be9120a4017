// Names of environment variables that generated programs read, made from names of a document.

/** Where a service without a base URI is, or another place for one that has: `ORDERS_BASE_URL`. */
export function baseUrlVariable(service: string): string {
  return `${upper(service)}_BASE_URL`;
}

/** Where one surface is served, as `ownVariable` of the runtime reads it: `ORDERS_API_PORT`. */
export function surfaceVariable(surface: string, name: 'HOST' | 'PORT'): string {
  return `${upper(surface)}_${name}`;
}

function upper(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
}
