// A capability's consumed operations as OpenAPI 3.1: what the peers are given. Says no more than the capability says.

export function openapiTwin(capability) {
  const paths = {};
  for (const operation of capability.operations) {
    const [path] = operation.path
      .map((part) => (typeof part === 'string' ? part : `{${part.variable}}`))
      .join('')
      .split(/[?#]/);
    const at = (paths[path.startsWith('/') ? path : `/${path}`] ??= {});
    at[operation.method.toLowerCase()] ??= {
      operationId: operation.client
        .map((name, index) => (index === 0 ? name : upper(name)))
        .join(''),
      tags: [operation.client[0]],
      ...(operation.description && { description: operation.description }),
      parameters: operation.inputs
        .filter((input) => ['path', 'query', 'header'].includes(input.in))
        .map((input) => ({
          name: input.name,
          in: input.in,
          required: input.in === 'path' || input.required,
          ...(input.description && { description: input.description }),
          schema: schema(input.type),
        })),
      ...(operation.body && {
        requestBody: {
          required: operation.inputs.some((input) => input.in === 'body' && input.required),
          content: { [operation.body.contentType ?? 'application/json']: { schema: {} } },
        },
      }),
      responses: {
        200: {
          description: 'The result',
          content: { 'application/json': { schema: schema(operation.output.type) } },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: capability.title, version: '1' },
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths,
  };
}

function schema(type) {
  switch (type.kind) {
    case 'scalar':
      return { type: type.scalar };
    case 'enum':
      return { enum: type.values };
    case 'array':
      return { type: 'array', items: schema(type.items) };
    case 'record':
      return { type: 'object', additionalProperties: schema(type.values) };
    case 'union':
      return { anyOf: type.members.map(schema) };
    case 'null':
      return { type: 'null' };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          type.properties.map((each) => [each.name, schema(each.type)]),
        ),
        required: type.properties.filter((each) => each.required).map((each) => each.name),
      };
    default:
      return {};
  }
}

function upper(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
