import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { join, raw, sql } from '../../src/store/sql/sql.ts';

describe('a statement', () => {
  test('has its values beside its text, numbered from one', () => {
    const statement = sql`a = ${1} AND b = ANY(${['x', 'y']}::text[]) AND c IS NOT ${null}`;
    expect(statement.text).toBe('a = $1 AND b = ANY($2::text[]) AND c IS NOT $3');
    expect(statement.values).toEqual([1, ['x', 'y'], null]);
  });

  test('takes others in as parts of itself, however deep, and their values in their places', () => {
    const inner = sql`x < ${1}`;
    const outer = sql`${inner} OR (${sql`${raw('y')} = ${2} OR ${inner}`}) OR z = ${3}`;
    expect(outer.text).toBe('x < $1 OR (y = $2 OR x < $3) OR z = $4');
    expect(outer.values).toEqual([1, 2, 1, 3]);
  });

  test('joins parts, be they SQL or values', () => {
    const joined = sql`(${join([sql`a`, sql`b = ${1}`], ' AND ')}) IN (${join([2, 3])})`;
    expect([joined.text, joined.values]).toEqual(['(a AND b = $1) IN ($2, $3)', [1, 2, 3]]);
    expect(join([]).text).toBe('');
  });

  test('never has a value in its text, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }), (values) => {
        const statement = sql`SELECT ${join(values)}`;
        expect(statement.values).toEqual(values);
        expect(statement.text).toBe(`SELECT ${values.map((_, index) => `$${index + 1}`).join(', ')}`);
      }),
    );
  });
});
