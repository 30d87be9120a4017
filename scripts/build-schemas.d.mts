/** File name and text of every schema. */
export function schemaFiles(): Promise<readonly (readonly [name: string, text: string])[]>;
