// The reference engine's tutorial, compiled and run: mock, authentication, two sources, lookup, aggregates, REST.
// Its registry and its dockyard are answered by a fake that behaves as the tutorial says.
import { afterEach, describe, expect, it } from 'vitest';
import { connectTools, type ToolAnswer, type ToolCaller } from '../support/mcp.ts';
import { json, runCapability, type RunningCapability } from '../support/run.ts';
import { hasShared, readProject } from '../support/shared.ts';
import type { Recorded, Reply } from '../support/upstream.ts';

const folder = '../shared/oracle/docs/ikanos-1.0.0-beta5/ikanos-docs/tutorial';
const shared = [
  'registry-consumes.yaml',
  'legacy-consumes.yaml',
  'step5-registry-consumes.yaml',
  'step6-registry-consumes.yaml',
  'step7-registry-consumes.yml',
  'step11-registry-consumes.yml',
];

const ship = {
  imo_number: 'IMO-9321483',
  vessel_name: 'Northern Star',
  vessel_type: 'cargo',
  flag_code: 'NO',
  operational_status: 'active',
  year_built: 2015,
  gross_tonnage: 42000,
  dimensions: { length_overall: 229.5 },
  assignedCrew: ['CREW-2', 'CREW-3'],
};
const crew = [1, 2, 3].map((number) => ({
  crewId: `CREW-${number}`,
  fullName: `Person ${number}`,
  role: number === 3 ? 'captain' : 'mate',
  age: 40,
}));
const vessels =
  '<?xml version="1.0"?><vessels><vessel><vesselCode>V1</vesselCode><vesselName>Old Hull</vesselName><category>tug</category><flagState>DK</flagState><operationalStatus>laid_up</operationalStatus></vessel><vessel><vesselCode>V2</vesselCode><vesselName>Older Hull</vesselName><category>tug</category><flagState>DK</flagState><operationalStatus>active</operationalStatus></vessel></vessels>';

function answer({ method, path, body, query }: Recorded): Reply {
  const name = path.replace(/^\/(?:registry|legacy)/, '');
  if (method === 'POST' && name === '/voyages')
    return json({ voyageId: 'VOY-1', status: 'planned', ...(JSON.parse(body) as object) }, 201);
  if (name === '/ships')
    return json(query.some(([key, value]) => key === 'status' && value !== 'active') ? [] : [ship]);
  if (name === `/ships/${ship.imo_number}`) return json(ship);
  if (name.startsWith('/ships/')) return json({ error: 'no such ship' }, 404);
  if (name === '/crew') return json(crew);
  if (name === '/vessels') return { headers: { 'content-type': 'application/xml' }, body: vessels };
  return json({ error: `nothing at ${path}` }, 404);
}

const secrets = {
  REGISTRY_TOKEN: 'token-1',
  REGISTRY_VERSION: '1.0.0-alpha2',
  MCP_SERVER_TOKEN: 'mcp-1',
  DOCKYARD_API_KEY: 'dock-1',
};
let running: RunningCapability | undefined;
let tools: ToolCaller | undefined;
afterEach(async () => {
  await tools?.close();
  await running?.close();
  running = tools = undefined;
});

async function step(name: string): Promise<RunningCapability> {
  const files = {
    [`${name}.yml`]: readProject(`${folder}/${name}.yml`),
    ...Object.fromEntries(
      shared.map((file) => [`shared/${file}`, readProject(`${folder}/shared/${file}`)]),
    ),
  };
  running = await runCapability(files, answer, { secrets });
  return running;
}

async function call(
  capability: RunningCapability,
  name: string,
  args: Record<string, unknown>,
): Promise<ToolAnswer> {
  tools ??= await connectTools(capability, secrets);
  return tools.call(name, args);
}

describe.skipIf(!hasShared)('the tutorial', () => {
  it('step 1: a mock answers with what it was asked', async () => {
    const capability = await step('step-1-shipyard-mock');
    expect(await call(capability, 'get-ship', { imo_number: 'IMO-1' })).toEqual({
      isError: false,
      value: { imo: 'IMO-1', name: 'Northern Star', type: 'cargo', flag: 'NO', status: 'active' },
    });
    expect((await call(capability, 'get-ship', {})).isError).toBe(true);
  });

  it('step 3: credentials and headers come from the binds', async () => {
    const capability = await step('step-3-shipyard-auth');
    const { value } = await call(capability, 'list-ships', { status: 'active' });
    expect(JSON.stringify(value)).toContain('Northern Star');
    expect(capability.requests).toHaveLength(1);
    expect(capability.requests[0]).toMatchObject({
      method: 'GET',
      path: '/registry/ships',
      query: [['status', 'active']],
      headers: { authorization: 'Bearer token-1', 'registry-version': '1.0.0-alpha2' },
    });
  });

  it('step 5: a second source, in XML, behind an API key', async () => {
    const capability = await step('step-5-shipyard-multi-source');
    const { value } = await call(capability, 'list-legacy-vessels', {});
    expect(value).toEqual([
      { vesselCode: 'V1', name: 'Old Hull', type: 'tug', flag: 'DK', status: 'laid_up' },
      { vesselCode: 'V2', name: 'Older Hull', type: 'tug', flag: 'DK', status: 'active' },
    ]);
    expect(capability.requests[0]!.headers['x-dock-key']).toBe('dock-1');
  });

  const withCrew = {
    imo: ship.imo_number,
    name: 'Northern Star',
    type: 'cargo',
    flag: 'NO',
    status: 'active',
    yearBuilt: 2015,
    tonnage: 42000,
    length: 229.5,
    crew: [
      { fullName: 'Person 2', role: 'mate' },
      { fullName: 'Person 3', role: 'captain' },
    ],
  };

  it.each([
    'step-7-shipyard-orchestrated-lookup',
    'step-9-shipyard-aggregates',
    'step-10-shipyard-rest-adapter',
  ])('%s: a ship with its crew, looked up', async (name) => {
    const capability = await step(name);
    expect(await call(capability, 'get-ship-with-crew', { imo: ship.imo_number })).toEqual({
      isError: false,
      value: withCrew,
    });
    expect(capability.requests.map(({ path }) => path)).toEqual([
      `/registry/ships/${ship.imo_number}`,
      '/registry/crew',
    ]);
    const missing = await call(capability, 'get-ship-with-crew', { imo: 'IMO-0' });
    expect(missing.isError).toBe(true);
  });

  it('step 7: a write, its body typed, what is left out left out', async () => {
    const capability = await step('step-7-shipyard-orchestrated-lookup');
    const { value } = await call(capability, 'create-voyage', {
      shipImo: ship.imo_number,
      departurePort: 'Oslo "N"',
      arrivalPort: 'Bergen',
      departureDate: '2026-01-01',
      arrivalDate: '2026-01-02',
      crewIds: ['CREW-1'],
    });
    expect(JSON.parse(capability.requests[0]!.body)).toEqual({
      shipImo: ship.imo_number,
      departurePort: 'Oslo "N"',
      arrivalPort: 'Bergen',
      departureDate: '2026-01-01',
      arrivalDate: '2026-01-02',
      crewIds: ['CREW-1'],
    });
    expect(value).toMatchObject({
      voyageId: 'VOY-1',
      route: { from: 'Oslo "N"', to: 'Bergen' },
      crewIds: ['CREW-1'],
      status: 'planned',
    });
  });

  it('step 10: the same over REST', async () => {
    const capability = await step('step-10-shipyard-rest-adapter');
    expect(await capability.answer('GET /ships?status=active')).toEqual({
      status: 200,
      body: [
        {
          imo: ship.imo_number,
          name: 'Northern Star',
          type: 'cargo',
          flag: 'NO',
          status: 'active',
        },
      ],
    });
    expect(await capability.answer(`GET /ships/${ship.imo_number}`)).toMatchObject({
      status: 200,
      body: { imo: ship.imo_number, specs: { yearBuilt: 2015, tonnage: 42000, length: 229.5 } },
    });
    expect(await capability.answer(`GET /ships/${ship.imo_number}/crew`)).toEqual({
      status: 200,
      body: withCrew,
    });
    expect((await capability.answer('GET /ships/none')).status).toBe(404);
    expect(await capability.answer('GET /legacy/vessels')).toMatchObject({
      status: 200,
      body: [{ vesselCode: 'V1' }, { vesselCode: 'V2' }],
    });
    const voyage = await capability.answer('POST /voyages', {
      body: {
        shipImo: ship.imo_number,
        departurePort: 'a',
        arrivalPort: 'b',
        departureDate: 'c',
        arrivalDate: 'd',
        crewIds: ['CREW-1'],
        cargoIds: [],
      },
    });
    expect(voyage.body).toMatchObject({
      voyageId: 'VOY-1',
      route: { from: 'a', to: 'b' },
      cargoIds: [],
    });
  });
});
