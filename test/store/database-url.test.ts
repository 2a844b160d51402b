import { describe, expect, test } from 'vitest';
import { parseDatabaseUrl } from '../../src/store/engine/database-url.ts';

describe('database.url', () => {
  test.each([undefined, '', 'memory:'])('%j is the embedded database in memory', (url) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ kind: 'memory' });
  });

  test.each([
    { url: 'file:data', folder: 'data' },
    { url: 'file:./a b', folder: './a b' },
    { url: 'file:/var/lib/audit', folder: '/var/lib/audit' },
    { url: 'file:///var/lib/a%20b', folder: '/var/lib/a b' },
  ])('$url is the embedded database in $folder', ({ url, folder }) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ kind: 'folder', folder });
  });

  test.each([
    { url: 'postgresql://u@h/d', schema: 'public', rest: 'postgresql://u@h/d' },
    { url: 'postgres://u@h:5/d?schema=audit', schema: 'audit', rest: 'postgres://u@h:5/d' },
    { url: 'postgres://u@h/d?sslmode=require&schema=', schema: 'public', rest: 'postgres://u@h/d?sslmode=require' },
  ])('$url is a server, with the tables in $schema', ({ url, schema, rest }) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ kind: 'server', url: rest, schema });
  });

  test('a server is spoken of without its password', () => {
    expect(parseDatabaseUrl('postgresql://user:hunter2@db.example:5433/audit').name).toBe(
      'PostgreSQL at db.example:5433/audit',
    );
  });

  test.each([
    { url: 'mysql://user:hunter2@h/d', found: 'one that begins with `mysql:`' },
    { url: 'data/folder', found: 'a text without one of these beginnings' },
    { url: 'file:', found: '`file:` without a folder' },
    { url: 'file://host/data', found: '`file://` with a host' },
    { url: 'file:///%zz', found: 'a `file:///` address with a broken escape' },
    { url: 'postgresql://user:hunter2@:x/d', found: 'a `postgresql://` address that cannot be read' },
  ])('$url is refused, without a word of a password', ({ url, found }) => {
    const message = `database.url: expected \`memory:\`, \`file:DIR\` or \`postgresql://…\`, but got ${found}`;
    expect(() => parseDatabaseUrl(url)).toThrow(expect.objectContaining({ code: 'DATABASE_URL', message }));
  });
});
