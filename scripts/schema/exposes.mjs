// Definitions of what a capability exposes over REST and MCP, and of the flows both may share.
import {
  choice,
  exactly,
  flag,
  having,
  labelField,
  list,
  mapOf,
  named,
  nameField,
  record,
  ref,
  text,
  whole,
} from './vocabulary.mjs';
import {
  actionConditions,
  actionFields,
  anyOutputs,
  methods,
  outputs,
  tagsField,
} from './shared.mjs';

export const exposes = (version) => {
  const alpha2 = version.from('naftiko-1.0.0-alpha2');
  const beta1 = version.from('ikanos-1.0.0-beta1');
  const beta4 = version.from('ikanos-1.0.0-beta4');
  const { mapped, ofSteps } = outputs(version);
  return {
    Aggregate: record('aggregate', 'Flows of one domain, which tools and operations refer to', {
      ...labelField(version, 'A readable name', { required: true }),
      [version.maps ? 'namespace' : 'namespace!']: ref(
        'Kebab',
        'The name that `ref` uses: `namespace.flow`',
      ),
      [version.maps ? 'flows!' : 'functions!']: named(version, 'Flow', 'The flows', {
        keys: 'Kebab',
        least: [1, 1],
      }),
    }),
    Flow: record(
      version.maps ? 'flow' : 'function of an aggregate',
      'Something the capability can do, however it is exposed',
      {
        ...nameField(version, 'Kebab'),
        'description!': text('What it does'),
        ...tagsField(version),
        semantics: ref('Semantics'),
        outputMediaType: beta1 ? text('The media type of a binary result') : undefined,
        inputParameters: named(version, 'ToolInput', 'The values callers supply', {
          keys: 'Extended',
        }),
        ...actionFields(version, { ref: false }),
        ...anyOutputs(version, {}),
      },
      { anyOf: actionConditions(version, [], { ref: false }) },
    ),

    RestAdapter: record('REST adapter', 'Serves resources over HTTP', {
      'type!': exactly(version.is('naftiko-0.4') ? 'api' : 'rest', 'A REST API'),
      address: ref('Address'),
      'port!': ref('Port'),
      'namespace!': ref('Kebab', 'The name of the adapter, unique in the capability'),
      authentication: ref('Authentication', 'How callers authenticate'),
      maxBinarySize: beta1 ? ref('BinarySize') : undefined,
      resources: named(version, 'ExposedResource', 'The paths served', {
        keys: 'Kebab',
        least: [1, 1],
      }),
    }),
    ExposedResource: record(
      'exposed resource',
      'A path that is served: its operations, or everything below it forwarded',
      {
        ...nameField(version, 'Kebab', { required: false }),
        ...labelField(version, 'A readable name'),
        ...tagsField(version),
        [version.is('naftiko-0.4') ? 'description!' : 'description']: text('What the resource is'),
        'path!': text('The path, with `{name}` for a value in it'),
        inputParameters: named(version, 'ExposedInput', 'Values that every operation here takes', {
          keys: 'Extended',
        }),
        operations: named(version, 'ExposedOperation', 'What callers can do', {
          keys: 'Kebab',
          least: [0, 1],
        }),
        forward: ref('Forward', 'Hands every request on to a consumed API'),
      },
      { anyOf: [having(['operations']), having(['forward'])] },
    ),
    ExposedOperation: record(
      'exposed operation',
      'A request that is served',
      {
        ...nameField(version, 'Kebab', { required: false }),
        ...labelField(version, 'A readable name'),
        ...tagsField(version),
        description: text('What the request does'),
        'method!': choice(methods, 'The HTTP method', { default: 'GET' }),
        inputParameters: named(version, 'ExposedInput', 'The values callers supply', {
          keys: 'Extended',
        }),
        ...actionFields(version, { ref: true }),
        ...anyOutputs(version, {}),
        responses: beta1
          ? mapOf(ref('Response'), 'The answers by status code, for binary content', {
              propertyNames: ref('StatusCode'),
            })
          : undefined,
        responseBinary: beta1 ? ref('BinaryResponse', 'The one binary answer') : undefined,
      },
      {
        anyOf: [
          // Without a type on purpose: the official schemas look at the items of a list and accept anything else.
          having([], { outputParameters: { items: ref('MappedOutput') } }),
          version.maps
            ? having(['steps'], ofSteps)
            : having(['steps', 'name'], { outputParameters: { items: ref('StepOutput') } }),
          ...(alpha2 ? [having(['ref'])] : []),
        ],
        ...(beta1 ? { not: { required: ['responses', 'responseBinary'] } } : {}),
      },
    ),
    StatusCode: {
      type: 'string',
      pattern: '^[1-5][0-9X]{2}$',
      patternErrorMessage: 'a status code, or a class of them such as `2XX`',
    },
    Response: record('response', 'The answer for one status code', {
      description: text('When it is answered'),
      content: mapOf(
        record('response content', 'Content of one media type', {
          binary: flag('Whether the content is binary', { default: false }),
          schema: { type: 'object', description: 'A JSON Schema of the content' },
        }),
        'The content by media type',
        { propertyNames: ref('MediaType'), minProperties: 1 },
      ),
    }),
    BinaryResponse: record('binary response', 'An answer of binary content', {
      status: whole('The status code', { minimum: 100, maximum: 599, default: 200 }),
      'mediaType!': ref('MediaType', 'The media type of the content'),
      description: text('What the content is'),
    }),
    Forward: record('forward', 'Hands requests on to a consumed API', {
      'targetNamespace!': ref('Kebab', 'The namespace of the consumed API'),
      trustedHeaders: list(text('One header'), 'The request headers to hand on', { minItems: 1 }),
    }),

    McpAdapter: record(
      'MCP adapter',
      'Serves tools, resources and prompts over the Model Context Protocol',
      {
        'type!': exactly('mcp', 'An MCP server'),
        transport: choice(['http', 'stdio'], 'How clients connect', { default: 'http' }),
        address: ref('Address'),
        port: ref('Port'),
        'namespace!': ref('Kebab', 'The name of the adapter, unique in the capability'),
        description: text('What the server offers: clients read it as instructions'),
        maxBinarySize: beta1 ? ref('BinarySize') : undefined,
        ttlMs: beta4 ? whole('How long clients may keep answers, in milliseconds') : undefined,
        cacheScope: beta4
          ? choice(['public', 'private'], 'Whether answers may be shared between users')
          : undefined,
        authentication: alpha2 ? ref('Authentication', 'How clients authenticate') : undefined,
        'tools!': named(version, 'Tool', 'What clients can do', { keys: 'Kebab', least: [1, 1] }),
        resources: version.is('naftiko-0.4')
          ? undefined
          : named(version, 'McpResource', 'What clients can read', {
              keys: 'Kebab',
              least: [1, 1],
            }),
        prompts: version.is('naftiko-0.4')
          ? undefined
          : named(version, 'Prompt', 'Prompts that clients can use', {
              keys: 'Kebab',
              least: [1, 1],
            }),
      },
      {
        oneOf: [
          having(
            ['transport'],
            { transport: { type: 'string', const: 'stdio' } },
            { not: having(['port']) },
          ),
          having(['port'], { transport: { type: 'string', const: 'http' } }),
        ],
      },
    ),
    Tool: record(
      'tool',
      'An MCP tool',
      {
        ...nameField(version, 'Kebab', { required: !alpha2 }),
        ...(version.is('naftiko-0.4') ? {} : labelField(version, 'A readable name')),
        ...tagsField(version),
        [alpha2 ? 'description' : 'description!']: text('What the tool does: models read it'),
        inputParameters: named(version, 'ToolInput', 'The values callers supply', {
          keys: 'Extended',
        }),
        ...actionFields(version, { ref: true }),
        hints: alpha2 ? ref('ToolHints') : undefined,
        ...anyOutputs(version, {}),
      },
      {
        anyOf: actionConditions(
          version,
          !alpha2 ? [] : version.maps ? ['description'] : ['name', 'description'],
          { ref: true },
        ),
      },
    ),
    McpResource: record(
      'MCP resource',
      'Something clients can read: the result of a call or of steps, or files',
      {
        ...nameField(version, 'Extended'),
        ...labelField(version, 'A readable name', { required: true }),
        'uri!': text('The URI clients ask for; `{name}` stands for a value in it'),
        'description!': text('What can be read there'),
        mimeType: ref('MediaType', 'The media type of the content'),
        binary: beta1 ? flag('Whether the content is binary', { default: false }) : undefined,
        ...actionFields(version, { ref: false }),
        ...anyOutputs(version, { type: ['array', 'object'] }),
        location: ref('LocalFile', 'The folder whose files are served'),
      },
      {
        oneOf: [
          having(['call'], mapped, { not: having(['location']) }),
          having(['steps'], ofSteps, { not: having(['location']) }),
          having(['location'], undefined, {
            not: { anyOf: [having(['call']), having(['steps'])] },
          }),
        ],
      },
    ),
    Prompt: record(
      'prompt',
      'A prompt that clients can use: messages here, or a file',
      {
        ...nameField(version, 'Extended'),
        ...labelField(version, 'A readable name', { required: true }),
        'description!': text('What the prompt is for'),
        arguments: named(version, 'PromptArgument', 'The values that fill the prompt', {
          keys: 'Extended',
          least: [1, 0],
        }),
        template: list(ref('PromptMessage'), 'The messages', { minItems: 1 }),
        location: ref('LocalFile', 'The file that holds the prompt'),
      },
      {
        oneOf: [
          having(['template'], undefined, { not: having(['location']) }),
          having(['location'], undefined, { not: having(['template']) }),
        ],
      },
    ),
  };
};
