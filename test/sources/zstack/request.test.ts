import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/domain/fields.ts';
import { type Is, is, type Test } from '../../../src/domain/filter.ts';
import { login, resource } from '../../../src/sources/zstack/streams.ts';
import { options, pushdown, wordsOf } from './server.ts';

const eq = (value: string, ignoreCase = false): Test => ({ op: 'eq', value, ignoreCase });
const UUID = '36c27e8ff05c4780bf6d2fa65700f22e';

describe('what ZStack is asked', () => {
  it('is one window, one limit and one type of audit, in whole numbers, with conditions one by one', () => {
    const words = { operatorAccountUuid: UUID, apiName: 'org.zstack.header.vm.APISetVmRDPMsg' };
    const asked = pushdown({ fromMs: 1_512_037_844_000, untilMs: 1_512_037_845_000, pageSize: 51, words });
    expect(resource(options()).ask(asked).request).toEqual({
      method: 'GET',
      path: '/zstack/v1/zwatch/audits',
      query: [
        ['startTime', '1512037844000'],
        ['endTime', '1512037844999'],
        ['limit', '51'],
        ['auditType', 'Resource'],
        ['conditions', `operatorAccountUuid=${UUID}`],
        ['conditions', 'apiName=org.zstack.header.vm.APISetVmRDPMsg'],
      ],
    });
  });

  it('is asked of each stream by its own type', () => {
    const { request } = login(options({ contextPath: '' })).ask(pushdown({ fromMs: 0, untilMs: 1 }));
    expect(request.path).toBe('/v1/zwatch/audits');
    expect(new Map(request.query)).toEqual(
      new Map([
        ['startTime', '0'],
        ['endTime', '0'],
        ['limit', '50'],
        ['auditType', 'Login'],
      ]),
    );
  });

  it.each<[Field, string, string]>([
    ['target.uid', UUID, 'resourceUuid'],
    ['target.type', 'VmInstanceVO', 'resourceType'],
    ['actor.uid', UUID, 'operatorAccountUuid'],
    ['action', 'org.zstack.header.vm.APISetVmRDPMsg', 'apiName'],
    ['requestId', UUID, 'requestUuid'],
  ])('says %s of resources', (field, value, label) => {
    expect(resource(options()).capabilities.filters[field]?.eq).toBe('exact');
    expect(wordsOf(resource, is(field, eq(value)))).toEqual({ [label]: value });
  });

  it.each<[Field, Test, string, string]>([
    ['actor.uid', eq(UUID), 'operatorAccountUuid', UUID],
    [
      'action',
      eq('org.zstack.header.identity.APILogInByAccountMsg'),
      'apiName',
      'org.zstack.header.identity.APILogInByAccountMsg',
    ],
    ['client.ip', { op: 'inBlock', blocks: ['192.0.2.7'] }, 'clientIp', '192.0.2.7'],
    ['client.ip', { op: 'inBlock', blocks: ['::ffff:192.0.2.7/128'] }, 'clientIp', '192.0.2.7'],
  ])('says %s of logins', (field, test, label, value) => {
    expect(login(options()).capabilities.filters[field]?.[test.op]).toBe('exact');
    expect(wordsOf(login, is(field, test))).toEqual({ [label]: value });
  });

  it.each<[string, Is]>([
    ['a negation', is('actor.uid', eq(UUID), true)],
    ['a test blind to case', is('actor.uid', eq(UUID, true))],
    ['a block of addresses', is('client.ip', { op: 'inBlock', blocks: ['192.0.2.0/24'] })],
    ['several addresses', is('client.ip', { op: 'inBlock', blocks: ['192.0.2.7', '192.0.2.8'] })],
    ['an IPv6 address', is('client.ip', { op: 'inBlock', blocks: ['2001:db8::1'] })],
    ['a quote', is('actor.uid', eq("x' OR '1'='1"))],
    ['a backslash', is('actor.uid', eq('a\\'))],
    ['a blank', is('actor.uid', eq('a b'))],
    ['an operator', is('actor.uid', eq('a=~b'))],
    ['nothing', is('actor.uid', eq(''))],
    ['a label of the other type', is('target.uid', eq(UUID))],
  ])('does not say %s', (_, leaf) => {
    expect(wordsOf(login, leaf)).toBeNull();
  });

  it('does not say resources for an account that is no admin, for which a foreign one is an error', () => {
    expect(wordsOf(resource, is('target.uid', eq(UUID)), options({ admin: false }))).toBeNull();
  });

  it('says any value as that value, or not at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w.'"\\=~!% -]{0,12}$/)), (value) => {
        const words = wordsOf(resource, is('action', eq(value)));
        if (words === null) return;
        const { request } = resource(options()).ask(pushdown({ fromMs: 0, untilMs: 1, words }));
        const conditions = (request.query ?? [])
          .filter(([name]) => name === 'conditions')
          .map(([, text]) => parsed(text));
        expect(conditions).toEqual([{ key: 'apiName', operator: '=', value }]);
        expect(value).not.toMatch(/['"`\\%]/);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The vendor's own reading: a key, the first operator in it, and the rest. */
function parsed(condition: string) {
  const [, key, operator, value] = /^([^=!~]*)(=~|!~|!=|=)(.*)$/s.exec(condition) ?? [];
  return { key, operator, value };
}

describe('what is known of a stream before it is asked', () => {
  const text = (field: Field, value: string, negated = false) => is(field, eq(value), negated);
  it.each<[string, Is, boolean | undefined, boolean | undefined]>([
    ['the record type login', text('recordType', 'login'), true, false],
    ['any other', text('recordType', 'login', true), false, true],
    ['a resource type', text('recordType', 'resource.VmInstanceVO'), false, undefined],
    ['what begins alike', text('recordType', 'resources'), false, false],
    ['the type resource and below', is('recordType', { op: 'under', values: ['resource'] }), false, true],
    ['below a resource type', is('recordType', { op: 'under', values: ['resource.VmInstanceVO'] }), false, undefined],
    ['below something else', is('recordType', { op: 'under', values: ['auth', 'config'] }), false, false],
    ['one of several types', is('recordType', { op: 'in', values: ['login', 'x'], ignoreCase: false }), true, false],
    ['the category of logins', text('category', 'AUTHENTICATION'), true, false],
    ['the category of resources', text('category', 'RESOURCE'), false, true],
    ['any type of actor', is('actor.type', { op: 'exists' }), false, false],
    ['no type of actor', is('actor.type', { op: 'exists' }, true), true, true],
    ['a changed path', text('changedPath', '/a'), false, false],
    ['who did it', text('actor.name', 'admin'), undefined, undefined],
    ['a session as target', text('target.type', 'SessionVO'), true, undefined],
  ])('%s', (_, leaf, ofLogins, ofResources) => {
    expect(login(options()).foresee(leaf)).toBe(ofLogins);
    expect(resource(options()).foresee(leaf)).toBe(ofResources);
  });
});
