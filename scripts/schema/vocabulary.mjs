// The vocabulary in which the schemas are written: small functions that return pieces of JSON Schema.

export const text = (description, rules = {}) => ({ type: 'string', description, ...rules });

export const flag = (description, rules = {}) => ({ type: 'boolean', description, ...rules });

export const whole = (description, rules = {}) => ({ type: 'integer', description, ...rules });

export const choice = (values, description, rules = {}) => ({
  type: 'string',
  enum: values,
  description,
  ...rules,
});

export const exactly = (value, description) => ({ type: 'string', const: value, description });

/** Text of a given form; `words` end the sentence "it may be …" and are what an editor shows for a mismatch. */
export const form = (pattern, words, description) => ({
  type: 'string',
  pattern,
  patternErrorMessage: words,
  ...(description === undefined ? {} : { description }),
});

export const ref = (name, description) => ({
  $ref: `#/$defs/${name}`,
  ...(description === undefined ? {} : { description }),
});

export const list = (items, description, rules = {}) => ({
  type: 'array',
  items,
  ...(description === undefined ? {} : { description }),
  ...rules,
});

export const mapOf = (values, description, rules = {}) => ({
  type: 'object',
  additionalProperties: values,
  ...(description === undefined ? {} : { description }),
  ...rules,
});

/** A closed object. A key that ends in `!` is required; a field that is undefined does not exist in this format. */
export function record(title, description, fields, rules = {}) {
  const present = Object.entries(fields).filter(([, schema]) => schema !== undefined);
  const required = present.filter(([key]) => key.endsWith('!')).map(([key]) => key.slice(0, -1));
  return {
    type: 'object',
    title,
    description,
    properties: Object.fromEntries(present.map(([key, schema]) => [key.replace(/!$/, ''), schema])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
    ...rules,
  };
}

/** A condition on an object: these keys are there (the first one is what tells the branch), these fields look so. */
export const having = (required, properties, rules = {}) => ({
  ...(required.length > 0 ? { required } : {}),
  ...(properties === undefined ? {} : { properties }),
  ...rules,
});

/** One of several definitions. */
export const oneOf = (names, rules = {}) => ({ oneOf: names.map((name) => ref(name)), ...rules });

/**
 * A collection whose items have names: a list of items with `name` in the naftiko formats, a map from name to item in
 * the ikanos ones. `least` is the smallest number of items, as list and as map.
 */
export function named(version, item, description, { keys, least = [0, 0] } = {}) {
  const [asList, asMap] = least;
  if (!version.maps) return list(ref(item), description, asList > 0 ? { minItems: asList } : {});
  return mapOf(ref(item), description, {
    ...(keys === undefined ? {} : { propertyNames: ref(keys) }),
    ...(asMap > 0 ? { minProperties: asMap } : {}),
  });
}

/** The `name` field of an item of a named collection: only lists have it. */
export function nameField(version, form, { required = true } = {}) {
  if (version.maps) return {};
  return { [required ? 'name!' : 'name']: ref(form, 'The name, unique in its list') };
}

/** The readable name of something: `label` first, `display` in the ikanos formats. */
export function labelField(version, description, { required = false } = {}) {
  const key = version.maps ? 'display' : 'label';
  return { [required ? `${key}!` : key]: text(description) };
}
