// Definitions of what a capability consumes: HTTP APIs, their resources and operations, tunnels.
import {
  choice,
  exactly,
  form,
  labelField,
  named,
  nameField,
  oneOf,
  record,
  ref,
  text,
} from './vocabulary.mjs';
import { methods, tagsField } from './shared.mjs';

export const consumes = (version) => ({
  ConsumedService: record('consumed API', 'An HTTP API that the capability calls', {
    'namespace!': ref('Kebab', 'The name that `call` uses: `namespace.operation`'),
    'type!': exactly('http', 'An HTTP API'),
    [version.is('naftiko-0.4') ? 'description!' : 'description']: text('What the API offers'),
    'baseUri!': form(
      '^https?://[^/]+(/[^{]*)?$',
      'an http:// or https:// address without a template in its path',
      'The address that the paths of all resources follow',
    ),
    inputParameters: named(version, 'ConsumedInput', 'Values that every request carries', {
      keys: 'Extended',
    }),
    authentication: ref('Authentication', 'How requests authenticate'),
    tunnel: version.maps ? ref('Tunnel', 'The network to reach the API through') : undefined,
    resources: named(version, 'ConsumedResource', 'The paths of the API', {
      keys: 'Kebab',
      least: [1, 1],
    }),
  }),
  ConsumedResource: record(
    'consumed resource',
    'A path of a consumed API and what can be done with it',
    {
      ...nameField(version, 'Kebab'),
      ...labelField(version, 'A readable name'),
      ...tagsField(version),
      description: text('What the resource is'),
      'path!': text('The path below `baseUri`; `{{name}}` stands for an input in the path'),
      inputParameters: named(version, 'ConsumedInput', 'Values that every operation here carries', {
        keys: 'Extended',
      }),
      'operations!': named(version, 'ConsumedOperation', 'The requests that can be made', {
        keys: 'Kebab',
        least: [1, 1],
      }),
    },
  ),
  ConsumedOperation: record('consumed operation', 'One request to a consumed API', {
    ...nameField(version, 'Kebab'),
    ...labelField(version, 'A readable name'),
    ...tagsField(version),
    description: text('What the request does'),
    'method!': choice(methods, 'The HTTP method', { default: 'GET' }),
    inputParameters: named(version, 'ConsumedInput', 'Values that the request carries', {
      keys: 'Extended',
    }),
    outputRawFormat: choice(rawFormats(version), 'The format of the response', {
      default: 'json',
    }),
    outputMediaType: version.from('ikanos-1.0.0-beta1')
      ? text('The media type of a binary response')
      : undefined,
    maxBinarySize: version.from('ikanos-1.0.0-beta1') ? ref('BinarySize') : undefined,
    outputSchema: version.from('naftiko-1.0.0-alpha2')
      ? text('The schema that formats such as avro and protobuf are read with')
      : undefined,
    outputParameters: named(version, 'ConsumedOutput', 'Values taken out of the response'),
    body: ref('Body', 'What the request sends'),
  }),
  Tunnel: oneOf(['ZitiTunnel'], { title: 'tunnel' }),
  ZitiTunnel: record('OpenZiti tunnel', 'Reaches the API through an OpenZiti network', {
    'type!': exactly('ziti', 'An OpenZiti network'),
    'service!': text('The service in that network'),
    'identity!': text('The identity to enter with, usually a template'),
    fallback: choice(['fail', 'direct'], 'What to do where the network cannot be reached', {
      default: 'fail',
    }),
  }),
});

function rawFormats(version) {
  if (!version.from('naftiko-1.0.0-alpha2'))
    return ['json', 'xml', 'avro', 'protobuf', 'csv', 'yaml'];
  const formats = 'json xml avro protobuf csv tsv psv yaml html markdown'.split(' ');
  return version.from('ikanos-1.0.0-beta1') ? [...formats, 'binary'] : formats;
}
