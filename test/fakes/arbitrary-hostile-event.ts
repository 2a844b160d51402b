import fc from 'fast-check';
import { CHANGE_OPS, type FieldChange } from '../../src/domain/event.ts';
import { EARLIEST, type Instant, LATEST, parseRfc3339 } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { ADDRESSES } from './samples.ts';

/** A value, and whether a store can give it back as it is. */
export interface Drawn<Value> {
  readonly value: Value;
  readonly isHeld: boolean;
}

const held = <Value>(...values: readonly Value[]) => values.map((value) => ({ value, isHeld: true }));
const lost = <Value>(...values: readonly Value[]) => values.map((value) => ({ value, isHeld: false }));

/** Long and not to be compressed. */
function noise(length: number, seed = 1): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}

const someCodes = fc
  .string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: 12 })
  .map((value) => ({ value, isHeld: Buffer.from(value).toString() === value && !value.includes('\0') }));

/** Never empty: that is no text. */
export const aHostileText: fc.Arbitrary<Drawn<string>> = fc.oneof(
  fc.constantFrom(
    ...held(
      '\ufeff',
      '\ufeffx\ufeff',
      '\\N',
      '\\.',
      '\\u0000',
      '\\x00',
      '\t',
      '\r\n',
      '{"',
      '{}',
      'NULL',
      "'; --",
      '💥',
    ),
    ...held('\u202e', 'e\u0301', '\u0001\u001f\u007f', '\ufffe\uffff', '\u{10ffff}', '%', '_', '"', ',', ' '),
    ...held(noise(2_700), noise(8_200), 'x'.repeat(300_000), '💥'.repeat(2_000), '\\'.repeat(3_000)),
    ...lost('\0', 'a\0b', '\ud800', 'a\udc00b', '\udc00\ud800', `${'x'.repeat(5_000)}\0`),
  ),
  someCodes,
);

const anAddress = fc.oneof(
  fc.constantFrom(...held(...ADDRESSES)),
  fc.constantFrom(
    ...held('999.1.1.1', '1.2.3.4/33', '::ffff:1.2.3.4%eth0', `fe80::1%${'x'.repeat(300)}`, '::ffff:999.0.0.1'),
    ...held('0x7f.1', '1.2.3.4\n', '１.２.３.４', '1.2.3.4:70000', ':::', '1::2::3', 'g::', '[::1]:80', '::1/129'),
  ),
  aHostileText,
);

const aNumber = fc.constantFrom(
  ...held(5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -0, 0.1 + 0.2, 2 ** 53, 1e21, 1e-7, -1e300),
  ...lost(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);

const aCount = fc.constantFrom(
  ...held(1, 2, 2_147_483_647),
  ...lost(2_147_483_648, 2 ** 53, 1e21, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY),
);

const at = (text: string) => parseRfc3339(text) as Instant;
const aMoment = fc.constantFrom(
  ...held(EARLIEST, LATEST, at('0999-12-31'), at('1684-12-31T23:59:59.999Z'), at('1969-12-31T23:59:59.999999Z')),
  ...held(at('1999-12-31T23:59:59.999999Z'), at('2000-01-01'), at('2024-02-29'), at('2100-01-01'), at('2254-12-31')),
);
const aLooseMoment = fc.oneof(
  aMoment,
  fc.constantFrom(...(lost(EARLIEST - 8, LATEST + 1, 0.5, 1e21, Number.NaN, -1e300) as Drawn<Instant>[])),
);

function nested(depth: number, wrap: (inner: Json) => Json): Json {
  let value: Json = 'deep';
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

/** Deeper ones no client can write down as JSON, and the store is handed no JSON text. */
export const WRITABLE = 1_000;
const deepTo = (deepest: number) =>
  fc
    .record({ depth: fc.constantFrom(1, 99, 100, 101, 190, 250, WRITABLE, deepest), isList: fc.boolean() })
    .map(({ depth, isList }) => ({
      value: nested(depth, (inner) => (isList ? [inner] : { a: inner })),
      isHeld: depth < 200,
    }));
const named = (name: string, value: Json): Json => Object.fromEntries([[name, value]]);
const wide = fc.constantFrom<Drawn<Json>>(
  ...held<Json>(
    Array.from({ length: 20_000 }, (_, index) => index),
    Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`k${index}`, [index]])),
    JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":null}'),
  ),
);

const aHostileJson = (deepest: number): fc.Arbitrary<Drawn<Json>> =>
  fc.oneof(
    fc.constantFrom(...held<Json>(null, true, '', [], {}, [[]], [null], { '': '' })),
    aHostileText,
    aNumber,
    deepTo(deepest),
    wide,
    fc.tuple(aHostileText, aNumber).map(([name, member]) => ({
      value: [named(name.value, member.value)],
      isHeld: name.isHeld && member.isHeld,
    })),
    fc
      .json({ maxDepth: 4 })
      .map((text) => ({ value: JSON.parse(text) as Json, isHeld: /^(?!.*\\ud[89a-f])/i.test(text) })),
  );

const aChange = (json: fc.Arbitrary<Drawn<Json>>): fc.Arbitrary<Drawn<FieldChange>> =>
  fc
    .record({ path: aHostileText, op: fc.constantFrom(...CHANGE_OPS), before: json, after: json })
    .map(({ path, op, before, after }) => ({
      value: { path: path.value, op, before: before.value, after: after.value },
      isHeld: path.isHeld && before.isHeld && after.isHeld,
    }));

const several = <Value>(each: fc.Arbitrary<Drawn<Value>>): fc.Arbitrary<Drawn<readonly Value[]>> =>
  fc.array(each, { minLength: 1, maxLength: 3 }).map((all) => ({
    value: all.map(({ value }) => value),
    isHeld: all.every(({ isHeld }) => isHeld),
  }));
const many = <Value>(value: Value): fc.Arbitrary<Drawn<readonly Value[]>> =>
  fc.constantFrom(...held(Array.from({ length: 3_000 }, () => value)));
const plain: FieldChange = { path: '/a', op: 'SET', before: null, after: 1 };

/** By the name of a member, what it may be made to hold. */
const members = (json: fc.Arbitrary<Drawn<Json>>): Readonly<Record<string, fc.Arbitrary<Drawn<unknown>>>> => ({
  ...Object.fromEntries(
    ['action', 'recordType', 'message', 'sessionId', 'requestId'].map((name) => [name, aHostileText]),
  ),
  ...Object.fromEntries(['uid', 'name', 'type'].map((name) => [`actor.${name}`, aHostileText])),
  ...Object.fromEntries(['uid', 'name', 'type'].map((name) => [`target.${name}`, aHostileText])),
  ...{ 'client.ip': anAddress, 'client.userAgent': aHostileText, 'client.origin': aHostileText },
  ...{ count: aCount, durationMs: aNumber, occurredAt: aMoment, endedAt: aLooseMoment },
  ...{ raw: json, changes: fc.oneof(several(aChange(json)), many(plain)) },
  keptAsText: fc.oneof(several(aHostileText), many('/a')),
});

/** Some members of an event, by name, and what they hold. */
export type HostileMembers = Drawn<Readonly<Record<string, unknown>>>;

/** JSON among it is at most so deep. */
export function someHostileMembers(deepest = 20_000): fc.Arbitrary<HostileMembers> {
  const all = Object.entries(members(aHostileJson(deepest)));
  const one = fc.oneof(...all.map(([name, value]) => value.map((drawn) => ({ name, ...drawn }))));
  return fc.uniqueArray(one, { minLength: 1, maxLength: 4, selector: ({ name }) => name }).map((some) => ({
    value: Object.fromEntries(some.map(({ name, value }) => [name, value])),
    isHeld: some.every(({ isHeld }) => isHeld),
  }));
}
