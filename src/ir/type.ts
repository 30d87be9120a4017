// What a value can be, whatever language it is printed in.

export type Type =
  /** Any JSON value: the document says nothing, or says only "object" without properties. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'null' }
  | {
      readonly kind: 'scalar';
      readonly scalar: Scalar;
      readonly pattern?: string;
      readonly format?: string;
    }
  | { readonly kind: 'enum'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'array'; readonly items: Type }
  | { readonly kind: 'object'; readonly properties: readonly Property[] }
  /** An object with names of its own choosing; a bare `type: object` input is a record of unknown values. */
  | { readonly kind: 'record'; readonly values: Type }
  | { readonly kind: 'union'; readonly members: readonly Type[] }
  /** Bytes. */
  | { readonly kind: 'binary' };

export type Scalar = 'string' | 'number' | 'integer' | 'boolean';

export interface Property {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly description?: string;
}

export const unknownType: Type = { kind: 'unknown' };
export const stringType: Type = { kind: 'scalar', scalar: 'string' };
