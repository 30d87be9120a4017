// Definitions of inputs, outputs, steps and bodies: what flows through an operation.
import {
  choice,
  exactly,
  having,
  labelField,
  list,
  mapOf,
  flag,
  named,
  nameField,
  oneOf,
  record,
  ref,
  text,
} from './vocabulary.mjs';

const scalarTypes = ['string', 'number', 'boolean'];
const outputTypes = [...scalarTypes, 'object', 'array'];
const inputTypes = ['string', 'number', 'integer', 'boolean', 'array', 'object'];
const languages = ['javascript', 'python', 'groovy'];

const places = {
  query: 'in the query string',
  header: 'as a header',
  path: 'in the path',
  cookie: 'as a cookie',
  body: 'in the body',
};

export const values = (version) => {
  const mapped = version.from('naftiko-1.0.0-alpha2') ? ['mapping', 'value'] : ['mapping', 'const'];
  const mapping = text('A JSONPath into the upstream response');
  const constant = {
    type: [...scalarTypes, 'array', 'object'],
    description: 'A fixed value',
  };
  const source = {
    mapping,
    const: constant,
    value: mapped.includes('value') ? text('A template, or a fixed text') : undefined,
  };
  return {
    ConsumedInput: record('consumed input', 'A value that a request to the consumed API carries', {
      ...nameField(version, 'Extended'),
      'in!': choice([...Object.keys(places), 'environment'], 'Where the value travels'),
      value: text('A fixed value or a template; without it, the caller supplies the value'),
    }),
    ExposedInput: record(
      'exposed input',
      'A value that callers of this resource or operation supply',
      {
        ...nameField(version, 'Extended'),
        'in!': choice(Object.keys(places), 'Where the value travels'),
        'type!': choice(inputTypes, 'The type of the value'),
        'description!': text('What the value means'),
        pattern: text('A regular expression that the value has to match'),
        value: text('A fixed value, or a JSONPath into the request body'),
      },
    ),
    ToolInput: record('tool input', 'A value that callers of this tool, resource or flow supply', {
      ...nameField(version, 'Extended'),
      'type!': choice(inputTypes, 'The type of the value'),
      'description!': text('What the value means: models read it'),
      required: flag('Whether callers have to supply it', { default: true }),
    }),
    With: {
      type: 'object',
      title: '`with`',
      description:
        'The values handed to what is called: a text, a number, or an input as `namespace.input`',
      additionalProperties: { type: ['string', 'number'] },
    },

    ConsumedOutput: record(
      'consumed output',
      'A value taken out of the response of the consumed API',
      {
        ...nameField(version, 'Extended'),
        'type!': choice(outputTypes, 'The type of the value'),
        'value!': text('A JSONPath into the response'),
      },
    ),

    MappedOutput: oneOf(['MappedScalar', 'MappedObject', 'MappedArray'], {
      title: 'output',
      description: 'The shape of the result, and where its values come from',
    }),
    MappedScalar: record(
      'scalar output',
      'A text, a number or a boolean of the result',
      { 'type!': choice(scalarTypes, 'The type of the value'), ...source },
      { oneOf: mapped.map((key) => having([key])) },
    ),
    MappedObject: record('object output', 'An object of the result', {
      'type!': exactly('object', 'An object'),
      ...source,
      'properties!': mapOf(ref('MappedOutput'), 'The properties, by name'),
    }),
    MappedArray: record('array output', 'A list of the result', {
      'type!': exactly('array', 'A list'),
      ...source,
      'items!': version.from('naftiko-1.0.0-alpha1')
        ? ref('MappedOutput', 'What every item looks like')
        : list(ref('MappedOutput'), 'What every item looks like', { minItems: 1 }),
    }),

    StepOutput: oneOf(['StepScalar', 'StepArray', 'StepObject'], {
      title: 'output of steps',
      description: 'The shape of a result that steps put together',
    }),
    StepScalar: record('scalar output of steps', 'A text, a number or a boolean', {
      ...nameField(version, 'Extended'),
      'type!': choice(scalarTypes, 'The type of the value'),
    }),
    StepArray: record('array output of steps', 'A list', {
      ...nameField(version, 'Extended'),
      'type!': exactly('array', 'A list'),
      'items!': named(version, 'StepOutput', 'What every item looks like', { least: [1, 1] }),
    }),
    StepObject: record('object output of steps', 'An object', {
      ...nameField(version, 'Extended'),
      'type!': exactly('object', 'An object'),
      'properties!': mapOf(ref('StepOutput'), 'The properties, by name'),
    }),

    MockOutput: record('mock output', 'A fixed value, answered without calling anything', {
      ...nameField(version, 'Extended'),
      'type!': choice(scalarTypes, 'The type of the value'),
      'value!': text('The value, or a template over the inputs'),
    }),

    Step: oneOf(
      ['CallStep', 'LookupStep', ...(version.from('naftiko-1.0.0-alpha2') ? ['ScriptStep'] : [])],
      { title: 'step', description: 'One step of several that run in order' },
    ),
    CallStep: record('call step', 'Calls a consumed operation', {
      'type!': exactly('call', 'Calls a consumed operation'),
      ...nameField(version, 'Kebab'),
      'call!': ref('Reference', 'What to call: `namespace.operation`'),
      with: ref('With'),
    }),
    LookupStep: record('lookup step', 'Finds an item in the list that an earlier step answered', {
      'type!': exactly('lookup', 'Finds an item in an earlier result'),
      ...nameField(version, 'Kebab'),
      'index!': ref('Kebab', 'The step whose list is searched'),
      'match!': ref('Kebab', 'The field of an item that is compared'),
      'lookupValue!': text('What the field has to equal: a text, an input or `$.step.field`'),
      'outputParameters!': list(text('One field'), 'The fields to take from the item found', {
        minItems: 1,
      }),
    }),
    ScriptStep: record('script step', 'Runs a script', {
      'type!': exactly('script', 'Runs a script'),
      ...nameField(version, 'Kebab'),
      language: choice(languages, 'The language of the script'),
      location: ref('LocalFile', 'The folder of the script'),
      'file!': text('The script, seen from the folder', { minLength: 1 }),
      dependencies: list(text('One file', { minLength: 1 }), 'Files to load before the script', {
        minItems: 1,
      }),
      with: ref('With'),
    }),
    StepMapping: record('mapping of steps', 'Puts a result of a step into the output', {
      [version.maps ? 'target!' : 'targetName!']: version.from('naftiko-1.0.0-alpha2')
        ? {
            type: 'string',
            pattern: '^[a-zA-Z0-9-_.]+$',
            patternErrorMessage: 'letters, digits, hyphens, underscores and dots',
            description: 'The output to fill; dots go into objects',
          }
        : ref('Extended', 'The output to fill'),
      'value!': text('Where the value comes from: `$.step.field`'),
    }),

    Body: oneOf(['JsonBody', 'TextBody', 'FormBody', 'MultipartBody', 'RawBody'], {
      title: 'request body',
    }),
    JsonBody: record('JSON body', 'A body of JSON', {
      'type!': exactly('json', 'JSON'),
      'data!': {
        type: ['string', 'object', 'array'],
        description: 'The body as a template text, or as a structure whose texts are templates',
      },
    }),
    TextBody: record('text body', 'A body of text', {
      'type!': choice(['text', 'xml', 'sparql'], 'The kind of text'),
      'data!': text('The body, a template'),
    }),
    FormBody: record('form body', 'A body of URL-encoded fields', {
      'type!': exactly('formUrlEncoded', 'URL-encoded fields'),
      'data!': {
        type: ['string', 'object'],
        additionalProperties: { type: 'string' },
        description: 'The fields by name, or all of them as one text',
      },
    }),
    MultipartBody: record('multipart body', 'A body of several parts', {
      'type!': exactly('multipartForm', 'Several parts'),
      'data!': list(ref('BodyPart'), 'The parts'),
    }),
    BodyPart: record('body part', 'One part of a multipart body', {
      'name!': text('The name of the part'),
      'value!': text('The content, a template'),
      filename: text('The file name to announce'),
      contentType: text('The media type of the part'),
    }),
    RawBody: text('The whole body as one template'),

    Semantics: record('`semantics`', 'What calling does to the world', {
      safe: flag('It changes nothing'),
      idempotent: flag('Doing it twice is doing it once'),
      cacheable: flag('The answer may be kept'),
    }),
    ToolHints: record('`hints`', 'What an MCP client may assume about the tool', {
      readOnly: flag('It changes nothing'),
      destructive: flag('It may delete or overwrite'),
      idempotent: flag('Doing it twice is doing it once'),
      openWorld: flag('It reaches systems beyond the server'),
    }),
    PromptArgument: record('prompt argument', 'A value that fills a place in a prompt', {
      ...nameField(version, 'Extended'),
      ...labelField(version, 'A readable name'),
      'description!': text('What the value means'),
      required: flag('Whether callers have to supply it', { default: true }),
    }),
    PromptMessage: record('prompt message', 'One message of a prompt', {
      'role!': choice(['user', 'assistant'], 'Who says it'),
      'content!': text('The text; `{{argument}}` is replaced'),
    }),
  };
};
