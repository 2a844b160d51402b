import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { eventTypeOf, type KINDS } from '../../src/schema/kinds.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { ask } from './ask.ts';

type Vendor = Exclude<keyof typeof KINDS, 'gateway'>;

const FIELDS: Readonly<Record<Vendor, string>> = {
  salt: 'saltId eventType eventName username accountUuid sessionUuid failed startTime endTime elapsedMsec eventData',
  riverbed: 'identifier ipaddr module pid sid success uid username details { field old new value extra } timestamp',
  zstack:
    'resourceUuid resourceType apiName clientIp clientBrowser operatorAccountUuid operator duration requestUuid responseUuid sessionUuid requestDump responseDump error time auditType',
  f5xc: 'namespace tenant user srcIp secretName authorTenant voltshareOperation result country city asn browserType deviceType',
  astromkey:
    'logId eventType astromCategory entityId environmentId user userType userOrigin timestamp success patch { op path from value oldValue }',
};

/** The vendor's own fields of one record. */
async function own(kind: Vendor, raw: Json, recordType = 'resource'): Promise<Record<string, unknown>> {
  const gateway = fakeGateway({ sources: [fakeSource(kind)], events: [fakeEvent(kind, 'one', { recordType }, raw)] });
  const { data, errors } = await ask(`{ auditEvents { nodes { ... on ${eventTypeOf(kind)} { ${FIELDS[kind]} } } } }`, {
    gateway,
  });
  expect(errors).toBeUndefined();
  return data.auditEvents.nodes[0];
}

describe("a vendor's own fields are its own words", () => {
  it('of Salt', async () => {
    const raw = {
      id: 17,
      start_time: '2026-01-31T09:30:00.123456+00:00',
      end_time: '2026-01-31T09:30:01+00:00',
      event_type: 'auth',
      event_name: 'login',
      username: '',
      account_uuid: null,
      session_uuid: 's-1',
      failed: true,
      event_data: { note: 'no', status: 401 },
    };
    expect(await own('salt', raw)).toEqual({
      saltId: '17',
      eventType: 'auth',
      eventName: 'login',
      username: '',
      accountUuid: null,
      sessionUuid: 's-1',
      failed: true,
      startTime: '2026-01-31T09:30:00.123456Z',
      endTime: '2026-01-31T09:30:01.000Z',
      elapsedMsec: 876.544,
      eventData: { note: 'no', status: 401 },
    });
  });

  it('of Riverbed', async () => {
    const raw = {
      identifier: 'hosts',
      ipaddr: '10.0.0.1',
      module: '',
      pid: 12,
      sid: 's',
      success: 0,
      uid: -1,
      username: 'admin',
      timestamp: 1767225600,
      details: [{ field: 'name', old: 'a', new: '' }, { field: 'size', value: 5, unit: 'MB' }, 'odd', null],
    };
    expect(await own('riverbed', raw)).toEqual({
      identifier: 'hosts',
      ipaddr: '10.0.0.1',
      module: '',
      pid: 12,
      sid: 's',
      success: false,
      uid: -1,
      username: 'admin',
      timestamp: '2026-01-01T00:00:00.000Z',
      details: [
        { field: 'name', old: 'a', new: '', value: null, extra: null },
        { field: 'size', old: null, new: null, value: '5', extra: { unit: 'MB' } },
      ],
    });
  });

  it.each([
    [1, true],
    [0, false],
    [2, null],
    [true, null],
    ['1', null],
    [null, null],
  ])('of Riverbed: success %j is %j', async (success, expected) => {
    expect(await own('riverbed', { success })).toMatchObject({ success: expected });
  });

  it.each([
    ['1767225600', '2026-01-01T00:00:00.000Z'],
    [1767225600.25, '2026-01-01T00:00:00.250Z'],
    ['', null],
    ['soon', null],
  ])('of Riverbed: timestamp %j is %j', async (timestamp, expected) => {
    expect(await own('riverbed', { timestamp })).toMatchObject({ timestamp: expected });
  });

  it('of ZStack', async () => {
    const raw = {
      resourceUuid: '',
      resourceType: 'VmInstanceVO',
      apiName: 'org.zstack.header.vm.APISetVmRDPMsg',
      clientIp: '10.0.0.1',
      duration: 22,
      requestUuid: 'r',
      time: 1767225600509,
      requestDump: '{"uuid":"u"}',
      responseDump: '{"success":tr',
      error: '{"code":"SYS.1007"}',
    };
    expect(await own('zstack', raw)).toEqual({
      resourceUuid: '',
      resourceType: 'VmInstanceVO',
      apiName: 'org.zstack.header.vm.APISetVmRDPMsg',
      clientIp: '10.0.0.1',
      clientBrowser: null,
      operatorAccountUuid: null,
      operator: null,
      duration: 22,
      requestUuid: 'r',
      responseUuid: null,
      sessionUuid: null,
      requestDump: { uuid: 'u' },
      responseDump: '{"success":tr',
      error: { code: 'SYS.1007' },
      time: '2026-01-01T00:00:00.509Z',
      auditType: 'RESOURCE',
    });
    expect(await own('zstack', { resourceType: 'SessionVO' }, 'login')).toMatchObject({ auditType: 'LOGIN' });
  });

  it('of F5', async () => {
    const raw = {
      '@timestamp': '2026-01-31T09:30:00Z',
      namespace: 'default',
      user_tenant: 'acme',
      user: 'a@example.com',
      src_ip: '10.0.0.1',
      secret_name: 'db',
      author_tenant: 'acme',
      operation: 'Decrypt',
      result: 'Success',
      country: 'US',
      city: 'Berlin',
      asn: 15169,
      browser_type: 'Chrome',
      device_type: 'iPhone',
    };
    expect(await own('f5xc', raw)).toEqual({
      namespace: 'default',
      tenant: 'acme',
      user: 'a@example.com',
      srcIp: '10.0.0.1',
      secretName: 'db',
      authorTenant: 'acme',
      voltshareOperation: 'Decrypt',
      result: 'Success',
      country: 'US',
      city: 'Berlin',
      asn: '15169',
      browserType: 'Chrome',
      deviceType: 'iPhone',
    });
    expect(await own('f5xc', { tenant: 'mine', user_tenant: 'acme' })).toMatchObject({ tenant: 'mine' });
  });

  it('of Ключ-АСТРОМ', async () => {
    const raw = {
      logId: '197425568800060000',
      eventType: 'UPDATE',
      category: 'CONFIG',
      entityId: 'e',
      environmentId: 'env',
      user: 'u',
      userType: 'USER_NAME',
      userOrigin: 'webui (10.0.0.1)',
      timestamp: 1767225600001,
      success: true,
      patch: [{ op: 'replace', path: '/a', value: null, oldValue: { b: 1 } }],
    };
    const patch = [{ op: 'replace', path: '/a', from: null, value: null, oldValue: { b: 1 } }];
    const { category, ...same } = raw;
    expect(await own('astromkey', raw)).toEqual({
      ...same,
      astromCategory: 'CONFIG',
      timestamp: '2026-01-01T00:00:00.001Z',
      patch,
    });
    expect(await own('astromkey', { ...raw, patch: raw.patch[0] ?? null })).toMatchObject({ patch });
    expect(await own('astromkey', {})).toMatchObject({ patch: null, success: null });
  });
});

describe('a record that is not as promised is an event all the same', () => {
  const odd: readonly Json[] = [null, 'a line', 7, [], {}, { details: {}, patch: 'x', event_data: null }];
  const wrong = {
    id: {},
    start_time: 7,
    failed: 'yes',
    pid: 1.5,
    timestamp: {},
    duration: 'x',
    user: 3,
    patch: [1],
    details: 3,
    logId: [],
  };

  it.each(Object.keys(FIELDS) as Vendor[])('of %s', async (kind) => {
    for (const raw of [...odd, wrong]) {
      const values = Object.entries(await own(kind, raw)).filter(
        ([name]) => !['auditType', 'details', 'patch'].includes(name),
      );
      expect(values.filter(([, value]) => value !== null)).toEqual([]);
    }
  });
});

it('all vendors can be asked for all their fields in one query, by a page of any size', async () => {
  const kinds = Object.keys(FIELDS) as Vendor[];
  const everything = `id __typename occurredAt endedAt durationMs action operation recordType category outcome message
    source { id key name kind mode url } actor { uid name type } target { type uid name } client { ip userAgent origin }
    sessionId requestId changes { path op before after } count raw
    ${kinds.map((kind) => `... on ${eventTypeOf(kind)} { ${FIELDS[kind]} }`).join('\n')}
    ... on GatewayAuditEvent { recordedAt }`;
  const query = `{ auditEvents(first: 1000) { edges { cursor node { ${everything} } } pageInfo { hasNextPage endCursor }
    totalCount totalCountRelation coverage { complete sources { source { key } status problem { code message vendor { code cause { code } } }
    missing { from to } asOf pushedDown filteredHere requests scanned matched elapsedMs } } } }`;
  const events = kinds.map((kind) => fakeEvent(kind, 'one'));
  const told = await ask(query, { gateway: fakeGateway({ sources: kinds.map((kind) => fakeSource(kind)), events }) });
  expect(told.errors).toBeUndefined();
  expect(told.data.auditEvents.edges).toHaveLength(5);
});

describe('what no gateway expects', () => {
  const deep = '['.repeat(32_767);
  const nested = deep + ']'.repeat(32_767);
  const number = '9007199254740993';

  it('is shown, or null, and never fails an event', async () => {
    expect(
      await own('zstack', { requestDump: nested, responseDump: deep, error: '{"a":1e400}', duration: number }),
    ).toMatchObject({
      ...{ responseDump: deep, error: { a: '1e400' }, duration: 9007199254740992 },
    });
    expect(await own('riverbed', { pid: number, uid: '1e400', success: '1', timestamp: '1e400' })).toMatchObject({
      ...{ pid: null, uid: null, success: null, timestamp: null },
    });
    expect(await own('f5xc', { asn: number })).toMatchObject({ asn: number });
    expect(await own('astromkey', { logId: number, timestamp: '1e300' })).toMatchObject({ logId: number });
    expect(await own('salt', { id: number, start_time: '1e400' })).toMatchObject({ saltId: number, startTime: null });
  });

  it('is marked on every event', async () => {
    const event = { ...fakeEvent('salt', 'one', {}, { a: '1e400' }), keptAsText: ['/a'] };
    const gateway = fakeGateway({ sources: [fakeSource('salt')], events: [event] });
    const { data } = await ask('{ auditEvents { nodes { keptAsText raw } } }', { gateway });
    expect(data.auditEvents.nodes).toEqual([{ keptAsText: ['/a'], raw: { a: '1e400' } }]);
  });
});
