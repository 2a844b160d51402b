import { execFile } from 'node:child_process';
import { type IncomingMessage, request } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { PLAIN_CSV } from '../../src/domain/export/csv-form.ts';
import { isJsonObject, type Json } from '../../src/domain/json.ts';
import type { ExportArguments } from '../../src/federation/ask/export-question.ts';
import { ExportIncomplete, type ExportPart, type Gateway } from '../../src/federation/gateway.ts';
import { problem } from '../../src/lanes/source-error.ts';
import { type FakeConfigStore, fakeConfigStore } from '../fakes/fake-config-store.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { type TestServer, testServer } from './test-server.ts';

const line = (text: string): ExportPart => ({ text, count: 1, reached: null });
const incomplete = new ExportIncomplete([
  {
    source: 'f5' as SourceKey,
    problem: problem('TIMEOUT', 'f5: "too"\nlate'),
    missing: [{ from: 0, until: 1e6 }] as never,
  },
]);

interface World {
  readonly server: TestServer;
  readonly asked: ExportArguments[];
  readonly recorded: FakeConfigStore['batches'];
}

/** A server whose export gives what `parts` yields. */
async function exporting(
  parts: (signal: AbortSignal) => AsyncIterable<ExportPart>,
  work: (world: World) => Promise<void>,
  storeFailure?: Error,
): Promise<void> {
  const asked: ExportArguments[] = [];
  const exported: Gateway['export'] = (args, signal) => {
    asked.push(args);
    return parts(signal);
  };
  const { store, batches } = fakeConfigStore(storeFailure);
  const gateway = fakeGateway({ sources: [fakeSource('gateway'), fakeSource('f5xc', 'f5')], exported });
  const server = await testServer({ gateway, store });
  try {
    await work({ server, asked, recorded: batches });
  } finally {
    await server.stop();
  }
}

async function* whole() {
  yield line('{"n":1}\n');
  yield line('{"n":2}\n');
}
async function* failing() {
  yield line('{"n":1}\n');
  throw incomplete;
}

interface Got {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly trailers: IncomingMessage['trailers'];
  readonly text: string;
  readonly error: string | null;
}

/** By node's plain client. */
function got(
  url: string,
  options: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      const end = (error: Error | null) =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          trailers: response.trailers,
          text: Buffer.concat(chunks).toString(),
          error: error && String((error as NodeJS.ErrnoException).code),
        });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => end(null)).on('error', end);
    });
    sent.on('error', reject).end();
  });
}

function detailsOf({ recorded }: World) {
  const [batch] = recorded;
  const [event] = batch?.events ?? [];
  const raw: Json = event?.raw ?? null;
  return { event, details: isJsonObject(raw) ? raw.details : null };
}

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

describe('an export of which a source failed', () => {
  const last = {
    error: {
      code: 'UPSTREAM_FAILED',
      message: 'f5: "too"\nlate',
      problems: [
        expect.objectContaining({
          source: 'f5',
          code: 'TIMEOUT',
          retryable: true,
          missing: [{ from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:00:01.000Z' }],
        }),
      ],
    },
  };

  it('ends with a line that says so, and its body is broken off', () =>
    exporting(failing, async (world) => {
      const { status, text, error } = await got(`${world.server.url}/export`);
      expect([status, error]).toEqual([200, 'ECONNRESET']);
      const lines = text.trimEnd().split('\n');
      expect([lines[0], JSON.parse(lines[1] ?? ''), lines.length]).toEqual(['{"n":1}', last, 2]);
      expect(detailsOf(world)).toMatchObject({
        event: { outcome: 'FAILURE', message: 'UPSTREAM_FAILED: f5: "too"\nlate' },
        details: { events: 1, code: 'UPSTREAM_FAILED' },
      });
    }));

  it('ends in CSV with one line of plain text', () =>
    exporting(failing, async ({ server }) => {
      const { text } = await got(`${server.url}/export?format=csv`);
      expect(text.split('\r\n').slice(-2)).toEqual([
        '{"n":1}\n# error: UPSTREAM_FAILED: f5: \'too\' late; missing of f5: from 1970-01-01T00:00:00.000Z to 1970-01-01T00:00:01.000Z',
        '',
      ]);
    }));

  it('is an error to fetch, and to curl', () =>
    exporting(failing, async ({ server }) => {
      const response = await fetch(`${server.url}/export`);
      await expect(response.text()).rejects.toThrow('terminated');
      expect(await exitOfCurl(`${server.url}/export`)).toBeOneOf([18, 56, null]);
    }));

  it('is told apart in the log from a client that went away', () =>
    exporting(failing, async ({ server }) => {
      await got(`${server.url}/export`);
      while (server.lines.length === 0) await turn();
      expect(server.lines).toMatchObject([{ path: '/export', status: 502 }]);
    }));

  it('and so does one that fails inside, whose text stays inside', () =>
    exporting(
      async function* () {
        yield line('{"n":1}\n');
        throw new Error('postgres://me:hush@db');
      },
      async (world) => {
        const { text, error } = await got(`${world.server.url}/export`);
        expect(error).toBe('ECONNRESET');
        expect(text).toContain(
          '{"error":{"code":"INTERNAL_SERVER_ERROR","message":"Internal server error","problems":[]}}',
        );
        expect(JSON.stringify(world.recorded) + text).not.toContain('hush');
        expect(JSON.stringify(world.server.lines)).toContain('hush');
      },
    ));

  it('and one that cannot be recorded, for none goes out without a trace', () =>
    exporting(
      whole,
      async ({ server }) => {
        const { text, error } = await got(`${server.url}/export`);
        expect([error, text.includes('INTERNAL_SERVER_ERROR')]).toEqual(['ECONNRESET', true]);
      },
      new Error('the disk is full'),
    ));
});

/** Null where there is no curl. */
function exitOfCurl(url: string): Promise<number | null> {
  return new Promise((resolve) => {
    execFile('curl', ['-sS', '--max-time', '20', url], (error) => {
      const code = (error as NodeJS.ErrnoException | null)?.code ?? 0;
      resolve(typeof code === 'number' ? code : null);
    });
  });
}

describe('whoever reads an export', () => {
  it('slowly is waited for: the walk does not run ahead', async () => {
    const size = 1024 * 1024;
    const pieces = 100;
    let produced = 0;
    await exporting(
      async function* () {
        for (let index = 0; index < pieces; index += 1) {
          produced += size;
          yield line('x'.repeat(size));
        }
      },
      async ({ server }) => {
        let [consumed, ahead] = [0, 0];
        const response = await fetch(`${server.url}/export`);
        for await (const chunk of response.body ?? []) {
          consumed += (chunk as Uint8Array).length;
          ahead = Math.max(ahead, produced - consumed);
          await turn();
        }
        expect(consumed).toBe(pieces * size);
        expect(ahead).toBeLessThan(20 * size);
      },
    );
  });

  it('and goes away ends the work, which is an event all the same', async () => {
    let ended: (reason: unknown) => void = () => undefined;
    const reason = new Promise((resolve) => {
      ended = resolve;
    });
    await exporting(
      async function* (signal) {
        yield line('{"n":1}\n');
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))).catch(
          (error) => {
            ended(error);
            throw error;
          },
        );
      },
      async (world) => {
        const client = new AbortController();
        const response = await fetch(`${world.server.url}/export`, { signal: client.signal });
        await response.body?.getReader().read();
        client.abort();
        expect(await reason).toMatchObject({ name: 'ClientGone' });
        while (world.recorded.length === 0) await turn();
        expect(detailsOf(world)).toMatchObject({
          event: { outcome: 'FAILURE' },
          details: { events: 1, code: 'CANCELLED' },
        });
      },
    );
  });

  it('is not cut off by the time limit of requests', () =>
    exporting(whole, async () => {
      const { store } = fakeConfigStore();
      const exported: Gateway['export'] = async function* () {
        yield line('a\n');
        await new Promise((resolve) => setTimeout(resolve, 10));
        yield line('b\n');
      };
      const gateway = fakeGateway({ sources: [fakeSource('gateway')], exported });
      const impatient = await testServer({ gateway, store }, { requestTimeoutMs: 5 });
      expect(await got(`${impatient.url}/export`)).toMatchObject({ text: 'a\nb\n', error: null });
      await impatient.stop();
    }));
});
