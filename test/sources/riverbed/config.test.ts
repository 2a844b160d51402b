import { expect, test } from 'vitest';
import { auditConfig } from '../../../src/sources/riverbed/config.ts';

test('a bound past all Ints of the API is the largest of them', () => {
  const text =
    '{"disabled_types":[],"retention":{"period":2147483648,"records":9007199254740991},"system":{"enabled":true}}';
  const { result } = auditConfig().read({ status: 200, headers: {}, setCookies: [], text });
  expect(result).toMatchObject({ periodDays: 2_147_483_647, records: 2_147_483_647 });
});
