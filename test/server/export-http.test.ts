import { describe, expect, it } from 'vitest';
import { PLAIN_CSV } from '../../src/domain/export/csv-form.ts';
import { detailsOf, exporting, got, whole } from './exporting.ts';

describe('GET /export', () => {
  it('ends with trailers that say that it is whole, and how many events it has', () =>
    exporting(whole, async ({ server, asked }) => {
      const answer = await got(`${server.url}/export`);
      expect(answer).toMatchObject({
        status: 200,
        text: '{"n":1}\n{"n":2}\n',
        error: null,
        headers: {
          'content-type': 'application/x-ndjson; charset=utf-8',
          trailer: 'X-Export-Status, X-Export-Events',
          'content-disposition': 'attachment; filename="audit-events-2026-01-31T10-00-00Z.ndjson"',
        },
        trailers: { 'x-export-status': 'complete', 'x-export-events': '2' },
      });
      expect(asked).toEqual([{ format: 'ndjson', csv: PLAIN_CSV, filter: null, from: null, to: null, sort: 'DESC' }]);
    }));

  it('reads its arguments from the address, the filter as the API does', () =>
    exporting(whole, async ({ server, asked }) => {
      const filter = encodeURIComponent('{"sourceKinds":["F5XC"],"outcome":"FAILURE"}');
      const { headers } = await got(`${server.url}/export?format=csv&sort=asc&from=now-1d&to=5&filter=${filter}`);
      expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
      expect(headers['content-disposition']).toMatch(/\.csv"$/);
      const read = { sourceKinds: ['f5xc'], outcome: ['FAILURE'] };
      expect(asked).toEqual([{ format: 'csv', csv: PLAIN_CSV, filter: read, from: 'now-1d', to: '5', sort: 'ASC' }]);
    }));

  it.each<[string, RegExp]>([
    ['format=xml', /^format: expected ndjson or csv, but got "xml"$/],
    ['sort=DESC', /^sort: expected asc or desc, but got "DESC"$/],
    ['filter={', /^filter: expected an AuditEventFilter as JSON, but got "\{"$/],
    [
      'filter={"actor":{"nam":1}}',
      /^filter\.actor: expected an AuditEventFilter of the API, .*Field "nam" is not defined/,
    ],
    ['filter={"outcome":["BAD"]}', /^filter\.outcome\[0\]: expected .*"BAD"/],
    ['filter={"message":{"eq":"%5Cu0000"}}', /^filter\.message\.eq: expected a text without U\+0000/],
    ['filter=null', /^filter: expected an AuditEventFilter as JSON, but got null$/],
    [
      'form=csv',
      /^form: expected an argument among format, filter, from, to, sort, columns, delimiter, bom, but got "form"$/,
    ],
    ['columns=raw', /^columns: expected it to be left out, for it is of csv alone, but got "raw" for ndjson$/],
    ['bom=true&format=ndjson', /^bom: expected it to be left out, for it is of csv alone, but got "true" for ndjson$/],
    ['format=csv&columns=', /^columns: expected names among id, source, .*, but got ""$/],
    ['format=csv&columns=id,actorNames', /^columns: expected names among .*"actorNames"; did you mean actorName\?$/],
    ['format=csv&columns=id,raw,id', /^columns: expected each column once, but got "id" twice$/],
    ['format=csv&delimiter=.', /^delimiter: expected one of , ; \| or comma, semicolon, tab, pipe, but got "\."$/],
    ['format=csv&delimiter=toString', /^delimiter: expected one of /],
    ['format=csv&bom=1', /^bom: expected true or false, but got "1"$/],
    ['from=1&from=2', /^from: expected it to be given once, but got it twice$/],
  ])('refuses %s in JSON, before anything is sent', (query, message) =>
    exporting(whole, async (world) => {
      const response = await fetch(`${world.server.url}/export?${query}`);
      expect([response.status, await response.json()]).toEqual([
        400,
        { error: { code: 'BAD_USER_INPUT', message: expect.stringMatching(message) } },
      ]);
      expect([world.asked, world.recorded]).toEqual([[], []]);
    }),
  );

  it.each([
    ['delimiter=%3B', ';'],
    ['delimiter=semicolon', ';'],
    ['delimiter=tab', '\t'],
    ['delimiter=%09', '\t'],
    ['delimiter=pipe', '|'],
  ])('reads how a table is to be written, and records it: %s', (delimiter, character) =>
    exporting(whole, async ({ server, asked, recorded }) => {
      const url = `${server.url}/export?format=csv&columns=raw,%20actorName&bom=true&${delimiter}`;
      expect((await got(url)).status).toBe(200);
      const columns = [expect.objectContaining({ name: 'raw' }), expect.objectContaining({ name: 'actorName' })];
      expect(asked).toMatchObject([{ format: 'csv', csv: { columns, delimiter: character, bom: true } }]);
      expect(recorded[0]?.events[0]?.raw).toMatchObject({ details: { columns: 'raw, actorName', bom: 'true' } });
    }),
  );

  it('is only got, and never through the browser of somebody else', () =>
    exporting(whole, async ({ server, asked }) => {
      const url = `${server.url}/export`;
      expect(await got(url, { method: 'PUT' })).toMatchObject({ status: 405, headers: { allow: 'GET' } });
      expect((await got(url, { method: 'HEAD' })).status).toBe(405);
      expect((await got(url, { headers: { host: 'evil.example' } })).status).toBe(403);
      expect((await got(url, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
      expect(asked).toEqual([]);
    }));

  it('is an event of the gateway, with who asked and what', () =>
    exporting(whole, async (world) => {
      await got(`${world.server.url}/export?format=csv&filter={"text":"x"}&from=now-1d`, {
        headers: { 'user-agent': 'a client' },
      });
      const { event, details } = detailsOf(world);
      expect(event).toMatchObject({
        recordType: 'gateway.export',
        action: 'export',
        outcome: 'SUCCESS',
        message: null,
        client: { ip: '127.0.0.1', userAgent: 'a client' },
      });
      expect(details).toEqual({
        format: 'csv',
        filter: { text: 'x' },
        from: 'now-1d',
        to: null,
        sort: 'desc',
        events: 2,
      });
    }));
});
