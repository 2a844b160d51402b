import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import type { FilterInput } from '../../src/federation/ask/filter-input.ts';
import type { VendorKind, World } from '../end-to-end/worlds.ts';
import { world } from '../end-to-end/worlds.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';

const NOW = new Date(Date.now() - 3_600_000);

interface Quoting {
  /** A record that holds the text where a pushed filter looks for it. */
  readonly record: (text: string, serial: number) => object;
  readonly filter: (text: string) => FilterInput;
}

/** The field of the event that the text becomes. */
const READ: Readonly<Record<string, (event: AuditEvent) => string | null | undefined>> = {
  'actor.name': (event) => event.actor?.name,
  action: (event) => event.action,
  'target.uid': (event) => event.target?.uid,
};

const seconds = Math.floor(NOW.getTime() / 1_000);

/** For each vendor the fields whose texts travel in the vendor's own notation. */
const QUOTINGS: readonly (readonly [VendorKind, string, Quoting])[] = [
  ['salt', 'actor.name', { record: (text) => ({ username: text }), filter: (eq) => ({ actor: { name: { eq } } }) }],
  [
    'salt',
    'action',
    { record: (text) => ({ event_type: 'task', event_name: text }), filter: (eq) => ({ action: { eq } }) },
  ],
  [
    'riverbed',
    'actor.name',
    { record: (text) => ({ username: text, timestamp: seconds }), filter: (eq) => ({ actor: { name: { eq } } }) },
  ],
  [
    'riverbed',
    'action',
    { record: (text) => ({ action: text, timestamp: seconds }), filter: (eq) => ({ action: { eq } }) },
  ],
  [
    'zstack',
    'target.uid',
    {
      record: (text, serial) => ({
        id: serial,
        apiName: 'org.zstack.APIMsg',
        resourceUuid: text,
        resourceType: 'VmInstanceVO',
        time: NOW.getTime(),
      }),
      filter: (eq) => ({ target: { uid: { eq } } }),
    },
  ],
  [
    'f5xc',
    'actor.name',
    {
      record: (text, serial) => ({ line: JSON.stringify({ time: NOW.toISOString(), user: text, serial }) }),
      filter: (eq) => ({ actor: { name: { eq } } }),
    },
  ],
  [
    'f5xc',
    'target.uid',
    {
      record: (text, serial) => ({ line: JSON.stringify({ time: NOW.toISOString(), secret_name: text, serial }) }),
      filter: (text) => ({ target: { uid: { in: [text, 'another'] } } }),
    },
  ],
  [
    'astromkey',
    'actor.name',
    {
      record: (text, serial) => ({ ...entry(serial), user: text }),
      filter: (text) => ({ actor: { name: { in: [text, 'another'] } } }),
    },
  ],
  [
    'astromkey',
    'target.uid',
    { record: (text, serial) => ({ ...entry(serial), entityId: text }), filter: (eq) => ({ target: { uid: { eq } } }) },
  ],
];

function entry(serial: number): object {
  const logId = `${seconds}${String(serial).padStart(8, '0')}`;
  const known = { eventType: 'UPDATE', category: 'CONFIG', environmentId: 'env', user: 'u', userType: 'USER_NAME' };
  return { logId, ...known, timestamp: NOW.getTime(), success: true };
}

/** What breaks out of quotes, lists, queries and patterns. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        '\\',
        '~',
        ',',
        ')',
        '(',
        '{',
        '}',
        '=',
        '!~',
        '=~',
        '&',
        '%',
        '+',
        ' ',
        '#',
        '?',
        '|',
        '.*',
        '^',
        '$',
        '\n',
        '\t',
      ),
      fc.constantFrom('[', ']', '/', '*', '%22', '\\"', '~"', 'é', '日本', '🙂', 'a', 'OR 1=1', '--', '%', '_'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text.isWellFormed() && !text.includes('\u0000'));

describe.each(QUOTINGS)('a hostile text in %s: %s', (kind, field, { record, filter }) => {
  let vendor: World;
  beforeAll(async () => {
    vendor = await world(kind, { events: 20, seed: 5 });
  });
  afterAll(() => vendor.close());

  test('comes back as that text in the vendor’s parser', async () => {
    const simulator = vendor.simulator as unknown as { add(record: object): void };
    const gateway = gatewayOf([vendor.source], Date.now);
    let serial = 0;
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        simulator.add(record(text, ++serial));
        const { edges, coverage } = await gateway.events(
          { first: 1_000, filter: filter(text) },
          new AbortController().signal,
        );
        const expected = vendor.truth().filter((event) => READ[field]?.(event) === text);
        expect(coverage.sources[0]?.problem).toBeNull();
        expect(edges.map((edge) => edge.event.id).toSorted()).toEqual(expected.map((event) => event.id).toSorted());
      }),
      { numRuns: 60 },
    );
  });
});
