import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copiedLines } from '../../src/store/events/copied-lines.ts';
import { inlined } from '../../src/store/sql/inlined.ts';
import { sql } from '../../src/store/sql/sql.ts';

const ID = '6f1f0a52-5e39-8a34-9d0c-1f2e3d4c5b6a';

function row(at: number, line: string): Buffer {
  const text = Buffer.from(line);
  const head = Buffer.alloc(38);
  head.writeInt16BE(3, 0);
  head.writeInt32BE(8, 2);
  head.writeBigInt64BE(BigInt(at), 6);
  head.writeInt32BE(16, 14);
  head.write(ID.replaceAll('-', ''), 18, 'hex');
  head.writeInt32BE(text.length, 34);
  return Buffer.concat([head, text]);
}

function copied(lines: readonly string[]): Buffer {
  const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  return Buffer.concat([header, ...lines.map((line, index) => row(index - 5, line)), Buffer.from([0xff, 0xff])]);
}

async function read(chunks: readonly Buffer[]) {
  async function* stream() {
    yield* chunks;
  }
  const pages = [];
  for await (const page of copiedLines(stream())) pages.push(page);
  return pages;
}

describe('what COPY gives', () => {
  test('is the same lines, however the bytes come', async () => {
    const lines = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.nat(400), { maxLength: 6 }), async (given, cuts) => {
        const bytes = copied(given);
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
        const pages = await read(places.slice(1).map((until, index) => bytes.subarray(places[index], until)));
        expect(pages.map(({ text }) => Buffer.from(text).toString()).join('')).toBe(given.join(''));
        expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
        if (given.length > 0) expect(pages.at(-1)?.last).toEqual({ occurredAt: given.length - 6, id: ID });
      }),
    );
  });

  test.each([1, 2, 20])('is refused when it ends %d bytes too early', async (missing) => {
    const bytes = copied(['one', 'two']);
    await expect(read([bytes.subarray(0, -missing)])).rejects.toThrow('expected the end of what is copied');
  });

  test('is refused when it is something else', async () => {
    await expect(read([Buffer.from('a text that is no binary copy at all')])).rejects.toThrow('expected a binary copy');
  });
});

describe('a statement with its values in it', () => {
  test('quotes texts, writes numbers and lists', () => {
    const statement = sql`a = ${"it's \\"} AND b = ${-1.5} AND c = ANY(${['x', "'"]}::text[]) AND d = ANY(${[]}::text[])`;
    expect(inlined(statement)).toBe(
      `a =  E'it''s \\\\' AND b = -1.5 AND c = ANY(ARRAY['x','''']::text[]) AND d = ANY(ARRAY[]::text[])`,
    );
  });

  test('refuses what it cannot write', () => {
    expect(() => inlined(sql`a = ${Number.NaN}`)).toThrow('expected a value that can be written');
  });
});
