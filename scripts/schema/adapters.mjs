// Definitions of the skill adapter and of the control adapter.
import {
  choice,
  exactly,
  flag,
  having,
  list,
  mapOf,
  named,
  nameField,
  record,
  ref,
  text,
  whole,
} from './vocabulary.mjs';

const languages = ['javascript', 'python', 'groovy'];

export const adapters = (version) => ({
  SkillAdapter: record('skill adapter', 'Serves a catalogue of agent skills', {
    'type!': exactly('skill', 'A catalogue of skills'),
    address: ref('Address'),
    'port!': ref('Port'),
    'namespace!': ref('Kebab', 'The name of the adapter, unique in the capability'),
    description: text('What the skills are about'),
    authentication: ref('Authentication', 'How callers authenticate'),
    'skills!': named(version, 'Skill', 'The skills', { keys: 'Kebab', least: [1, 1] }),
  }),
  Skill: record('skill', 'What an agent can learn to do, and with which tools', {
    ...nameField(version, 'Kebab'),
    'description!': text('What the skill does and when to use it', { maxLength: 1024 }),
    license: text('The licence of the skill'),
    compatibility: text('What the skill needs around it', { maxLength: 500 }),
    metadata: mapOf({ type: 'string' }, 'More about the skill, as texts by name'),
    'allowed-tools': text('The tools an agent may use without asking', { maxLength: 1024 }),
    'argument-hint': text('What to show where an argument is asked for'),
    'user-invocable': flag('Whether people can call the skill', { default: true }),
    'disable-model-invocation': flag('Whether models must not call it', { default: false }),
    location: ref('LocalFile', 'The folder that holds the files of the skill'),
    tools: named(version, 'SkillTool', 'The tools of the skill', { keys: 'Kebab', least: [1, 1] }),
  }),
  SkillTool: record(
    'skill tool',
    'A tool of a skill: taken from another adapter, or explained in a file',
    {
      ...nameField(version, 'Kebab'),
      'description!': text('What the tool does'),
      from: record('source of a skill tool', 'The exposed operation or tool that does it', {
        'sourceNamespace!': text('The namespace of the REST or MCP adapter'),
        'action!': text('The operation or tool there'),
      }),
      instruction: text('The file that explains how to do it, seen from `location`'),
    },
    { oneOf: [having(['from']), having(['instruction'])] },
  ),

  ControlAdapter: record(
    'control adapter',
    'Serves health, metrics and traces of the running engine',
    {
      'type!': exactly('control', 'The control port of the engine'),
      address: ref('Address'),
      'port!': ref('Port'),
      authentication: ref('Authentication', 'How callers authenticate'),
      management: ref('Management', 'The management endpoints'),
      observability: ref('Observability', 'Metrics and traces'),
    },
  ),
  Management: record('management section', 'The management endpoints', {
    health: flag('Answers whether the engine lives and is ready', { default: true }),
    info: flag('Answers what is running', { default: false }),
    reload: flag('Reloads the capability on request', { default: false }),
    validate: flag('Validates a capability on request', { default: false }),
    logs: {
      type: ['boolean', 'object'],
      title: 'log endpoint',
      description: 'Shows the log: on or off, or in detail',
      default: false,
      properties: {
        'level-control': flag('Whether callers may change the level', { default: true }),
        stream: flag('Whether the log can be followed', { default: false }),
        'max-subscribers': whole('How many may follow at once', {
          minimum: 1,
          maximum: 20,
          default: 5,
        }),
      },
      additionalProperties: false,
    },
    scripting: ref('Scripting', 'How script steps run'),
  }),
  Scripting: record('scripting section', 'How script steps run', {
    enabled: flag('Whether scripts run at all', { default: true }),
    defaultLocation: ref('LocalFile', 'The folder of scripts that name none'),
    defaultLanguage: choice(languages, 'The language of scripts that name none'),
    timeout: whole('How long a script may run, in milliseconds', { minimum: 1, default: 60000 }),
    statementLimit: whole('How many statements a script may run', { minimum: 1, default: 100000 }),
    allowedLanguages: list(choice(languages, 'One language'), 'The languages that may be used'),
  }),
  Observability: record('observability section', 'Metrics and traces', {
    enabled: flag('Whether anything is observed', { default: true }),
    metrics: record('metrics section', 'Metrics', { local: ref('LocalMetrics') }),
    traces: record('traces section', 'Traces', {
      sampling: {
        type: 'number',
        description: 'The share of requests traced, from 0 to 1',
        minimum: 0,
        maximum: 1,
        default: 1,
      },
      propagation: choice(['w3c', 'b3'], 'The headers that carry the trace', { default: 'w3c' }),
      local: ref('LocalTraces'),
    }),
    exporters: record('exporters section', 'Where observations are sent', {
      otlp: record('OTLP exporter', 'Sends to an OpenTelemetry collector', {
        'endpoint!': text('The address of the collector'),
      }),
    }),
  }),
  LocalMetrics: record('local metrics', 'Metrics on the control port', {
    enabled: flag('Whether they are served', { default: true }),
  }),
  LocalTraces: record('local traces', 'Recent traces on the control port', {
    enabled: flag('Whether they are served', { default: true }),
    'buffer-size': whole('How many are kept', { minimum: 10, maximum: 10000, default: 100 }),
  }),
});
