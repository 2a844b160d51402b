import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SALT_CREDENTIALS, type SaltSimulator, startSalt } from '../../simulators/salt/index.ts';
import { type RunningGateway, startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { openStream } from './event-stream.ts';

const SYNC = 'syncedThrough covered { from to } lagMs storedEvents lastSuccessAt lastProblem { code } running';
const STATE = `{ source(key: "salt") { mode sync { ${SYNC} } } }`;
const NOW = 'mutation ($key: String!) { syncSource(key: $key) { added source { sync { storedEvents running } } } }';
const PAGE = `{
  auditEvents(first: 5) {
    nodes { source { key } }
    coverage { complete sources { source { key } status asOf missing { from to } problem { code } scanned matched } }
  }
}`;

let simulator: SaltSimulator;
let gateway: RunningGateway;

beforeAll(async () => {
  simulator = await startSalt({ events: 300, seed: 9 });
  const salt = {
    id: 'salt',
    kind: 'salt',
    mode: 'archive',
    pollSeconds: 3_600,
    url: simulator.url,
    auth: SALT_CREDENTIALS,
  };
  const file = JSON.stringify({ server: { port: 0 }, sources: [{ ...salt, timeoutMs: 2_000 }] });
  const config = parseConfig(file, 'test', { environment: {}, adapters: ADAPTERS });
  gateway = await startGateway(config, pino({ level: 'silent' }));
});
afterAll(async () => {
  await gateway.stop();
  await simulator.close();
});

interface Told {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly problems?: unknown };
  }[];
}

async function ask(query: string, variables: object = {}): Promise<Told> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Told;
}

describe('an archived source', () => {
  test('is copied when somebody asks for it, and says how far', async () => {
    expect((await ask(NOW, { key: 'salt' })).data).toMatchObject({
      syncSource: { source: { sync: { storedEvents: simulator.records.length, running: false } } },
    });
    const { data } = await ask(STATE);
    expect(data).toMatchObject({
      source: {
        mode: 'ARCHIVE',
        sync: { covered: [{ from: null }], storedEvents: simulator.records.length, lastProblem: null, running: false },
      },
    });
  });

  test('is answered from the store, in full, as of its last sync', async () => {
    const before = simulator.requests.length;
    const { data } = await ask(PAGE);
    expect(data).toMatchObject({
      auditEvents: {
        coverage: {
          complete: true,
          sources: [
            { source: { key: 'salt' }, status: 'OK', missing: [], problem: null, asOf: expect.any(String) },
            { source: { key: 'gateway' }, status: 'OK', missing: [] },
          ],
        },
      },
    });
    expect(simulator.requests).toHaveLength(before);
  });

  test('gives to who follows what a sync brings, once', async () => {
    const { url } = gateway;
    const stream = await openStream(url, {
      query:
        'subscription { auditEventAdded(filter: { sources: ["salt"] }) { cursor node { ... on SaltAuditEvent { saltId } } } }',
    });
    await ask(STATE);
    const added = [simulator.add(), simulator.add()].map(({ id }) => String(id));
    expect((await ask(NOW, { key: 'salt' })).data).toMatchObject({ syncSource: { added: 2 } });
    const seen = [await stream.answer(), await stream.answer()] as {
      data: { auditEventAdded: { node: { saltId: string } } };
    }[];
    expect(seen.map(({ data }) => data.auditEventAdded.node.saltId)).toEqual(added);
    stream.leave();
  });

  test('that cannot be copied says so: to who asked, in its state, in the receipt, and as an event', async () => {
    simulator.setFaults([{ kind: 'status', status: 403 }]);
    const { data: before } = await ask(STATE);
    const { errors } = await ask(NOW, { key: 'salt' });
    expect(errors).toMatchObject([
      { extensions: { code: 'UPSTREAM_FAILED', problems: [{ source: 'salt', code: 'FORBIDDEN' }] } },
    ]);
    expect((await ask(STATE)).data).toMatchObject({ source: { sync: { lastProblem: { code: 'FORBIDDEN' } } } });
    const { syncedThrough } = (before as { source: { sync: { syncedThrough: string } } }).source.sync;
    expect((await ask(PAGE)).data).toMatchObject({
      auditEvents: {
        nodes: expect.arrayContaining([{ source: { key: 'salt' } }]),
        coverage: {
          complete: false,
          sources: [
            { status: 'PARTIAL', missing: [{ from: syncedThrough, to: null }], problem: { code: 'FORBIDDEN' } },
            {},
          ],
        },
      },
    });
    const failed =
      '{ auditEvents(filter: { recordType: { eq: "gateway.sync" } }) { nodes { action outcome target { uid } } } }';
    expect((await ask(failed)).data).toEqual({
      auditEvents: { nodes: [{ action: 'sync', outcome: 'FAILURE', target: { uid: 'salt' } }] },
    });
    const whole = '{ auditEvents(first: 5, onSourceFailure: FAIL) { nodes { id } } }';
    expect((await ask(whole)).errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
    simulator.setFaults([]);
    expect((await ask(NOW, { key: 'salt' })).errors).toBeUndefined();
    expect((await ask(PAGE)).data).toMatchObject({ auditEvents: { coverage: { complete: true } } });
  });

  test.each(['gateway', 'nothing'])('is what is expected, and not %s', async (key) => {
    expect((await ask(NOW, { key })).errors).toMatchObject([
      {
        message: `key: expected the key of a source that is copied (mode ARCHIVE), but got "${key}"`,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  test('is measured', async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(text).toMatch(/^audit_gateway_sync_lag_seconds\{source="salt"\} \d/m);
    expect(text).toMatch(/^audit_gateway_stored_events \d/m);
  });
});
