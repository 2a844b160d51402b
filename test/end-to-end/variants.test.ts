import { describe, expect, test } from 'vitest';
import { RIVERBED_CREDENTIALS } from '../../simulators/riverbed/index.ts';
import { SALT_CREDENTIALS } from '../../simulators/salt/index.ts';
import { ZSTACK_CREDENTIALS } from '../../simulators/zstack/index.ts';
import { NEWEST_FIRST } from '../../src/domain/order.ts';
import { compare } from '../../src/domain/position.ts';
import { eventsOf, gatewayOf, walk } from '../fakes/gateway-of.ts';
import { difference } from './difference.ts';
import { type VendorKind, type WorldSettings, world } from './worlds.ts';

const { username, password, accessCode } = RIVERBED_CREDENTIALS;
const { accessKeyId, accessKeySecret } = ZSTACK_CREDENTIALS;
const salt = (method: string) => ({ auth: { ...SALT_CREDENTIALS, method } });
const riverbed = (method: string) => ({ auth: { username, password, method } });

/** How vendors of one kind differ, and how a source is told so where it has to be. */
const VARIANTS: readonly (readonly [VendorKind, string, WorldSettings])[] = [
  ['salt', 'below /raas', { switches: { prefix: '/raas' }, prefix: '/raas' }],
  ['salt', 'without XSRF', { switches: { xsrf: false } }],
  ['salt', 'with an encoded XSRF cookie and a wrapped login', { switches: { xsrfEncoded: true, wrapLogin: true } }],
  ['salt', 'with cookie sessions', { options: salt('cookie') }],
  ['salt', 'with HTTP Basic', { options: salt('basic') }],
  ['salt', 'whose JWT ends in mid-paging', { switches: { requestsPerLogin: 3 } }],
  ['salt', 'whose lost session is a login page', { switches: { requestsPerLogin: 3, lostSession: 'html' } }],
  [
    'salt',
    'whose lost session is a missing XSRF token',
    { switches: { requestsPerLogin: 3, lostSession: '403-xsrf' } },
  ],
  ['salt', 'of older builds', { switches: { requestsPerLogin: 2, lostSession: '403-xsrf', xsrfFault: 'reason' } }],
  ['salt', 'whose date range ends exclusively', { switches: { daterangeEnd: 'exclusive' } }],
  ['salt', 'asked for few records at a time', { pageSize: 3 }],
  ['riverbed', 'with cookie sessions', { options: riverbed('cookie') }],
  ['riverbed', 'with HTTP Basic', { options: riverbed('basic') }],
  ['riverbed', 'with an access code', { options: { auth: { accessCode } } }],
  [
    'riverbed',
    'with an access code and signed tokens',
    { switches: { signedBearer: true }, options: { auth: { accessCode } } },
  ],
  ['riverbed', 'whose token ends in mid-paging', { switches: { requestsPerLogin: 4 } }],
  ['riverbed', 'without meta', { switches: { meta: 'absent' } }],
  ['riverbed', 'with some of meta', { switches: { meta: 'partial' } }],
  ['riverbed', 'with timestamps of every form', { switches: { timestamps: 'mixed' } }],
  ['riverbed', 'whose ties change places', { switches: { swapTies: true } }],
  ['riverbed', 'asked for few events at a time', { pageSize: 12 }],
  ['zstack', 'with an access key', { options: { auth: { accessKeyId, accessKeySecret } } }],
  ['zstack', 'whose session ends in mid-paging', { switches: { sessionUses: 3 } }],
  ['zstack', 'that prints numbers as doubles', { switches: { eNotation: true } }],
  ['zstack', 'whose pages are in no order', { switches: { shuffledPages: true } }],
  ['zstack', 'on MySQL', { switches: { store: 'mysql', ids: true, success: 'tags' } }],
  ['f5xc', 'of an older tenant that ignores search_after', { switches: { searchAfter: 'ignored' } }],
  ['f5xc', 'that refuses search_after', { switches: { searchAfter: 'rejected' }, options: { paging: 'scroll' } }],
  [
    'f5xc',
    'whose scroll ends with an empty batch',
    { switches: { searchAfter: 'rejected', scrollEnd: 'extraBatch' }, options: { paging: 'scroll' } },
  ],
  [
    'f5xc',
    'whose scrolls end early',
    { switches: { searchAfter: 'rejected', scrollUses: 1 }, options: { paging: 'scroll' }, pageSize: 9 },
  ],
  ['f5xc', 'that refuses search_after, and nobody said so', { switches: { searchAfter: 'rejected' }, pageSize: 20 }],
  ['f5xc', 'that leaves out what is empty', { switches: { omitDefaults: true } }],
  ['f5xc', 'whose patterns match anywhere', { switches: { anchored: false } }],
  ['f5xc', 'asked for few lines at a time', { pageSize: 5 }],
  ['astromkey', 'whose window holds its end', { switches: { toBound: 'inclusive' } }],
  [
    'astromkey',
    'whose answers leave out what is null',
    { switches: { lastPageKey: 'absent', emptyLogs: 'null', pageSizeMember: 'absent' } },
  ],
  ['astromkey', 'whose pages are short', { switches: { shortPages: true } }],
  ['astromkey', 'whose keys run out', { switches: { keyUses: 1 }, pageSize: 9 }],
  ['astromkey', 'asked for few entries at a time', { pageSize: 5 }],
];

describe.each(VARIANTS)('%s %s', (kind, _, settings) => {
  test('gives all it holds, both ways', async () => {
    const vendor = await world(kind, { events: 150, seed: 11, ...settings });
    const gateway = gatewayOf([vendor.source], Date.now);
    const expected = vendor
      .truth()
      .toSorted((a, b) => compare(a, b, NEWEST_FIRST))
      .map((event) => event.id);
    const forward = await walk(gateway, { first: 40 });
    expect(forward.flatMap((page) => page.coverage.sources.map(({ problem }) => problem)).filter(Boolean)).toEqual([]);
    expect(difference(eventsOf(forward), expected)).toBeNull();
    expect(difference(eventsOf(await walk(gateway, { last: 40 }), 'backward'), expected)).toBeNull();
    await vendor.close();
  });
});

test('lines that are no JSON are not dropped in silence', async () => {
  const vendor = await world('f5xc', { events: 300, seed: 2, switches: { brokenLines: true } });
  const { coverage } = await gatewayOf([vendor.source], Date.now).events(
    { first: 1_000 },
    new AbortController().signal,
  );
  expect(coverage).toMatchObject({
    complete: false,
    sources: [{ status: 'PARTIAL', problem: { code: 'INVALID_RESPONSE' } }],
  });
  expect(coverage.sources[0]?.missing.length).toBeGreaterThan(0);
  await vendor.close();
});
