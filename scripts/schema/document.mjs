// The whole schema of one format: the root of a document, the capability, and the definitions both reach.
import { adapters } from './adapters.mjs';
import { basics } from './basics.mjs';
import { consumes } from './consumes.mjs';
import { exposes } from './exposes.mjs';
import { values } from './values.mjs';
import { exactly, having, list, oneOf, record, ref } from './vocabulary.mjs';

/** Every format, oldest first. A change of the specification is written as `version.from(…)` where it applies. */
export const formatIds = [
  'naftiko-0.4',
  'naftiko-0.5',
  'naftiko-1.0.0-alpha1',
  'naftiko-1.0.0-alpha2',
  'naftiko-1.0.0-alpha3',
  'ikanos-1.0.0-alpha3',
  'ikanos-1.0.0-alpha4',
  'ikanos-1.0.0-beta1',
  'ikanos-1.0.0-beta2',
  'ikanos-1.0.0-beta3',
  'ikanos-1.0.0-beta4',
  'ikanos-1.0.0-beta5',
];

export function documentSchema(id) {
  const version = versionOf(id);
  const root = documentRoot(version);
  const definitions = {
    ...sections(version),
    ...basics(version),
    ...consumes(version),
    ...exposes(version),
    ...values(version),
    ...adapters(version),
  };
  const reached = reachable(root, definitions);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://unpkg.com/capwright/schemas/${id}.json`,
    ...root,
    $defs: Object.fromEntries(Object.entries(definitions).filter(([name]) => reached.has(name))),
  };
}

function versionOf(id) {
  const position = formatIds.indexOf(id);
  const separator = id.indexOf('-');
  return {
    key: id.slice(0, separator),
    number: id.slice(separator + 1),
    /** Named collections are maps, not lists: with that came all that tells the ikanos formats from the naftiko ones. */
    maps: id.startsWith('ikanos-'),
    is: (other) => id === known(other),
    from: (first) => position >= formatIds.indexOf(known(first)),
  };
}

function known(id) {
  if (!formatIds.includes(id)) throw new Error(`unknown format ${id}`);
  return id;
}

function documentRoot(version) {
  const { key, number } = version;
  const title = 'capability file';
  const description = `A capability in the format ${key} ${number}`;
  const declared = exactly(number, 'The version of the format');
  const info = ref('Info', 'What this document is');
  const capability = ref('Capability', 'What is consumed and what is exposed');
  if (version.is('naftiko-0.4'))
    return record(title, description, {
      [`${key}!`]: declared,
      'info!': info,
      externalRefs: ref('ExternalRefs'),
      'capability!': capability,
    });
  const standalone = version.maps ? ['consumes', 'exposes', 'aggregates', 'binds'] : ['consumes'];
  return record(
    title,
    description,
    {
      [key]: declared,
      info,
      consumes: ref('Consumes'),
      exposes: version.maps ? ref('Exposes') : undefined,
      aggregates: version.maps ? ref('Aggregates') : undefined,
      ...secrets(version),
      capability,
    },
    {
      oneOf: [
        having(['capability', key]),
        ...standalone.map((section) =>
          having([section, key], undefined, version.maps ? { not: having(['capability']) } : {}),
        ),
      ],
    },
  );
}

function sections(version) {
  const some = (names, title, description) =>
    list(names.length === 1 ? ref(names[0]) : oneOf(names, { title }), description, {
      minItems: 1,
    });
  const imported = version.maps ? ['Import'] : [];
  const importedService = version.maps
    ? ['Import']
    : version.from('naftiko-0.5')
      ? ['ServiceImport']
      : [];
  const surfaces = [
    'RestAdapter',
    'McpAdapter',
    ...(version.from('naftiko-0.5') ? ['SkillAdapter'] : []),
    ...(version.from('naftiko-1.0.0-alpha2') ? ['ControlAdapter'] : []),
  ];
  return {
    Capability: record(
      'capability',
      'What is consumed, what is exposed, and what connects them',
      {
        ...(version.from('naftiko-1.0.0-alpha1') ? secrets(version) : {}),
        exposes: ref('Exposes'),
        consumes: ref('Consumes'),
        aggregates: version.from('naftiko-1.0.0-alpha2') ? ref('Aggregates') : undefined,
      },
      { anyOf: [having(['exposes']), having(['consumes'])] },
    ),
    Consumes: some(
      ['ConsumedService', ...importedService],
      'consumed API',
      'The APIs that are called',
    ),
    Exposes: some([...surfaces, ...imported], 'adapter', 'The adapters that serve the capability'),
    Aggregates: some(
      ['Aggregate', ...imported],
      'aggregate',
      'Flows that tools and operations share',
    ),
    Binds: some(['Bind', ...imported], 'bind', 'Secrets and settings, and where they come from'),
    ExternalRefs: some(
      ['ExternalRef'],
      'external reference',
      'Secrets and settings, and where they come from',
    ),
  };
}

function secrets(version) {
  return version.from('naftiko-1.0.0-alpha1')
    ? { binds: ref('Binds') }
    : { externalRefs: ref('ExternalRefs') };
}

/** The names of the definitions that a schema reaches through references. */
function reachable(schema, definitions, reached = new Set()) {
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref') {
      const name = value.slice('#/$defs/'.length);
      if (!Object.hasOwn(definitions, name)) throw new Error(`no definition ${name}`);
      if (reached.has(name)) continue;
      reached.add(name);
      reachable(definitions[name], definitions, reached);
    } else if (typeof value === 'object' && value !== null) {
      reachable(value, definitions, reached);
    }
  }
  return reached;
}
