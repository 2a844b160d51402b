import { describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { DEEPEST_FOREIGN, parseForeignJson } from '../../src/domain/foreign-json.ts';
import type { RedactionRules } from '../../src/domain/redact.ts';
import { SourceError } from '../../src/lanes/source-error.ts';
import type { VendorResponse } from '../../src/sources/adapter.ts';
import { cleanProblem } from '../../src/sources/clean-problem.ts';
import { answerOf } from '../../src/sources/f5xc/answer.ts';
import { faultOf } from '../../src/sources/fault-of.ts';
import { jsonAsItCame } from '../../src/sources/json-as-it-came.ts';
import { eventOf } from '../../src/sources/open-lane.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { CREDENTIALS, VENDORS, type VendorKind } from '../end-to-end/worlds.ts';

const DEEP = '['.repeat(5_000) + ']'.repeat(5_000);

/** A record's text of each vendor with a time, and with `id` where it has one. */
const RECORDS: Readonly<Record<VendorKind, (id: string, more?: string) => string>> = {
  salt: (id, more = '') => `{"id":${id},"start_time":"2026-01-31T09:30:00+00:00"${more}}`,
  riverbed: (id, more = '') => `{"other":${id},"timestamp":1738314600${more}}`,
  zstack: (id, more = '') => `{"id":${id},"time":1738314600000${more}}`,
  f5xc: (id, more = '') => `{"id":${id},"time":"2026-01-31T09:30:00Z"${more}}`,
  astromkey: (id, more = '') => `{"logId":${id},"timestamp":1738314600000${more}}`,
};

/** Ids of the records with the id 17, as they were before digits were kept. */
const IDS: Readonly<Record<VendorKind, string>> = {
  salt: '76a9d3f1-a178-8844-9ed3-dcae084195af',
  riverbed: 'd077fdb8-0aad-8290-b628-116aebced95e',
  zstack: 'e0930aa9-84bc-88d7-b5dc-b67a691e003f',
  f5xc: 'cf97db9d-39c1-8b37-9d15-4159f9a1fe41',
  astromkey: 'e15459d1-ac69-8f3b-8a29-9bb6acdbe65f',
};

function eventIn(kind: VendorKind, text: string, rules: RedactionRules = { keys: [] }) {
  const adapter = ADAPTERS[kind];
  const options = adapter.options.parse(CREDENTIALS[kind]);
  return eventOf(parseForeignJson(text), { adapter, options, key: kind as string as SourceKey, rules });
}

describe.each(VENDORS)('%s', (kind) => {
  const record = RECORDS[kind];

  test('two ids that are one double are two events', () => {
    const ids = ['9007199254740993', '9007199254740992', '9007199254740991'].map((id) => eventIn(kind, record(id))?.id);
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(undefined);
  });

  test('an ordinary id is the same as a number and as a text, and as it always was', () => {
    const [number, text] = [eventIn(kind, record('17')), eventIn(kind, record('"17"'))];
    if (kind === 'riverbed') expect(number?.id).not.toBe(text?.id);
    else expect(number?.id).toBe(text?.id);
    expect(number?.id).toBe(IDS[kind]);
  });

  test('a record without an id, with numbers that no double says, is an event that can be printed', () => {
    const event = eventIn(kind, record('null', ',"a":1e400,"b":[9007199254740993],"c":NaN'));
    expect(event?.keptAsText).toEqual(['/a', '/b/0', '/c']);
    expect(event?.raw).toMatchObject({ a: '1e400', b: ['9007199254740993'], c: 'NaN' });
  });

  test('pointers hold no secret of a name, and lead to no value that was redacted', () => {
    const text = record(
      '1',
      ',"password":1e400,"dt0c01.ST2EY72KQINMH574WMNVI7YN.G3DFPBEJYMODIDAEX454M7YWBUVEFOWKPRVMWFASS64NFH52PX6BNDVFFM572RZM":{"x":1e400},"a\\u0000":1e401,"own":1e402',
    );
    const event = eventIn(kind, text, { keys: ['own'] });
    expect(JSON.stringify(event)).not.toMatch(/G3DFPBEJ|1e402/);
    expect(event?.keptAsText).toContain('/a\ufffd');
    expect(event?.keptAsText.filter((pointer) => /password|own$/.test(pointer))).toEqual([]);
    expect(event?.keptAsText).toHaveLength(2);
  });

  test('an error as deep as that is told, and can be printed', () => {
    const texts = [
      `{"error":{"code":400,"message":"no","constraintViolations":${DEEP},"opaque":${DEEP},"description":"no"}}`,
      `{"error":{"code":1e400,"message":"no","detail":${DEEP}}}`,
      `{"errors":[{"title":"no","message":"no","detail":${DEEP}},{"detail":${DEEP}}]}`,
      `{"code":6,"message":"no","details":${DEEP}}`,
      `{"error_id":"REQUEST_INVALID","error_text":"no","error_info":${DEEP}}`,
      DEEP,
    ];
    for (const text of texts) {
      for (const status of [200, 400, 401, 503]) {
        const response: VendorResponse = {
          ...{ status, headers: { 'content-type': 'application/json' }, setCookies: [], text },
        };
        const fault = faultOf(ADAPTERS[kind], response);
        if (status >= 400) expect(fault).not.toBeNull();
        if (fault !== null)
          expect(JSON.stringify(cleanProblem(fault.problem, { keys: [] }))).toContain(fault.problem.code);
      }
    }
  });
});

describe('fields', () => {
  test('a text of 32,767 brackets stays a text, and is no trouble to anybody', () => {
    const dump = JSON.stringify('['.repeat(32_767));
    const event = eventIn(
      'zstack',
      RECORDS.zstack('1', `,"requestDump":${dump},"responseDump":${dump},"error":${dump}`),
    );
    expect(event).toMatchObject({ outcome: 'FAILURE', keptAsText: [] });
    expect(event).toHaveProperty('raw.requestDump', '['.repeat(32_767));
  });

  test.each([
    ['zstack', '{"id":1,"time":1738314600000.00000000000000000001}'],
    ['astromkey', '{"logId":"1","timestamp":1738314600000.00000000000000000001}'],
    ['riverbed', '{"timestamp":1738314600.00000000000000000001}'],
    ['riverbed', '{"timestamp":1.73831460000000000000000001e9}'],
    ['f5xc', '{"time":1738314600000000001}'],
    ['f5xc', '{"time":1.73831460000000000000000001e9}'],
  ] as const)('%s reads a time that is kept as its text: %s', (kind, text) => {
    expect(eventIn(kind, text)?.occurredAt).toBe(1_738_314_600_000_000);
  });

  test('a number of repeats past all doubles is as many as can be told', () => {
    expect(eventIn('riverbed', '{"timestamp":1738314600,"count":9007199254740993}')?.count).toBe(2 ** 31 - 1);
  });

  test('a time that no date reaches is the last there is', () => {
    expect(eventIn('zstack', '{"id":1,"time":1e300}')?.occurredAt).toBe(
      eventIn('zstack', '{"id":1,"time":1e17}')?.occurredAt,
    );
  });
});

describe('what a vendor wants back', () => {
  const answer = (text: string) => answerOf({ status: 200, headers: {}, setCookies: [], text }, 10_000);

  test('goes back with its digits, as it came', () => {
    const place = '{"last_doc_id":-8881051689166072872,"last_timestamp":1745695692759}';
    const { lastSortValues } = answer(`{"logs":[],"last_sort_values":${place}}`);
    expect(jsonAsItCame({ limit: 1, sort_values: lastSortValues, names: ['a"', null, true] })).toBe(
      `{"limit":1,"sort_values":${place},"names":["a\\"",null,true]}`,
    );
  });

  test('may be a number, whose digits are the key', () => {
    expect(answer('{"scroll_id":17}').scrollId).toBe('17');
    expect(answer('{"scroll_id":9007199254740993}').scrollId).toBe('9007199254740993');
  });

  test('is never deeper than can be written', () => {
    const { lastSortValues } = answer(`{"last_sort_values":{"a":${DEEP}}}`);
    expect(jsonAsItCame(lastSortValues)).toBe(`{"a":${DEEP}}`);
    expect(DEEPEST_FOREIGN).toBeLessThan(5_000);
  });
});

test('an answer that is deep without end is no JSON', () => {
  const read = () => answerOf({ status: 200, headers: {}, setCookies: [], text: '['.repeat(50_000) }, 1);
  expect(read).toThrow(SourceError);
});
