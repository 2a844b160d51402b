import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printedSchema } from '../../src/schema/index.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { type TestServer, testServer } from './test-server.ts';

const QUESTION = { method: 'POST', headers: { 'content-type': 'application/json' } };
const body = (query: string) => JSON.stringify({ query });

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.stop());

/** A request with headers that `fetch` would not let through. */
function plain(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject).end();
  });
}

describe('the routes', () => {
  it.each([
    ['/health/live', 200, { status: 'ok' }],
    ['/health/ready', 200, { status: 'ready' }],
  ])('%s answers %i', async (path, status, expected) => {
    const response = await fetch(server.url + path);
    expect([response.status, await response.json()]).toEqual([status, expected]);
  });

  it('/health/ready answers 503 while the database does not, and nothing of why', async () => {
    const down = await testServer({}, { ready: () => Promise.reject(new Error('postgres://me:hush@db')) });
    const response = await fetch(`${down.url}/health/ready`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'unavailable', reason: 'the database cannot be reached, or is not migrated' },
    ]);
    expect((await fetch(`${down.url}/health/live`)).status).toBe(200);
    await down.stop();
  });

  it('/schema.graphql is the printed schema', async () => {
    const response = await fetch(`${server.url}/schema.graphql`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(printedSchema());
  });

  it('/metrics tells of requests, operations and stored events', async () => {
    await fetch(`${server.url}/graphql`, { ...QUESTION, body: body('{ sources { key } }') }).then((answer) =>
      answer.text(),
    );
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain('audit_gateway_http_requests_total{route="/graphql",method="POST",status="200"}');
    expect(text).toContain('audit_gateway_operation_seconds_count{type="query",field="sources"}');
    expect(text).toContain('audit_gateway_stored_events 42');
  });

  it.each([
    ['/graphql/more', 404],
    ['/healthz', 404],
  ])('%s answers %i in JSON', async (path, status) => {
    const response = await fetch(server.url + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/json; charset=utf-8',
    ]);
    expect(await response.json()).toHaveProperty('error');
  });

  it('/ leads a browser to GraphiQL, and tells everybody else what there is', async () => {
    const page = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, redirect: 'manual' } as const;
    const [led, told, ended] = await Promise.all([
      fetch(server.url, page),
      fetch(server.url),
      fetch(server.url, { ...page, redirect: 'follow' }),
    ]);
    expect([led.status, led.headers.get('location'), led.headers.get('vary')]).toEqual([302, '/graphql', 'Accept']);
    expect([ended.url, ended.status]).toEqual([`${server.url}/graphql`, 200]);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect([told.status, await told.json()]).toEqual([
      200,
      expect.objectContaining({ name: 'audit-gateway', version }),
    ]);
  });

  it('/ names every path there is, and a path that there is not is told the same', async () => {
    const { paths } = await (await fetch(server.url)).json();
    const answers = Object.keys(paths).map((path) => fetch(server.url + path).then(({ status }) => status));
    expect(await Promise.all(answers)).not.toContain(404);
    const { error } = await (await fetch(`${server.url}/graphiql`)).json();
    expect(error).toBe(`expected one of ${Object.keys(paths).join(', ')}, but got /graphiql`);
  });

  it.each(['/', '/health/live', '/metrics', '/schema.graphql'])('%s is only read', async (path) => {
    const response = await fetch(server.url + path, { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('nobody asks through the browser of somebody else', () => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form with files', 'multipart/form-data; boundary=x'],
    ['plain text', 'text/plain'],
    ['plain text that hints at JSON', 'text/plain; application/json'],
  ])('by %s', async (_what, type) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: body('{ __typename }'),
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it.each([
    [{ host: 'evil.example' }, 403],
    [{ host: '10.0.0.1:4000' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ host: 'localhost:4000' }, 200],
    [{ host: '[::1]:4000' }, 200],
  ])('%j answers %i', async (headers, status) => {
    expect((await plain('/graphql?query=%7B__typename%7D', headers as Record<string, string>)).status).toBe(status);
  });

  it('and no other site may read an answer', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      ...QUESTION,
      headers: { ...QUESTION.headers, origin: 'https://evil.example' },
      body: body('{ __typename }'),
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a request', () => {
  it('is refused when its body is too large', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      ...QUESTION,
      body: body(`{ __typename } #${' '.repeat(9_000_000)}`),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
  });

  it('is one line in the log, without its text, its variables or its name', async () => {
    const watched = await testServer();
    const query = 'query Hush($k: String!) { source(key: $k) { key } }';
    await fetch(`${watched.url}/graphql?hush=1`, {
      ...QUESTION,
      body: JSON.stringify({ query, variables: { k: 'hush' } }),
    }).then((answer) => answer.text());
    await watched.stop();
    expect(watched.lines).toMatchObject([
      { level: 30, msg: 'request', method: 'POST', path: '/graphql', status: 200, type: 'query', field: 'source' },
    ]);
    expect(JSON.stringify(watched.lines).toLowerCase()).not.toContain('hush');
  });

  it('that fails inside is told apart in the log, with its cause', async () => {
    const cause = new Error('the disk is full');
    const failure = new Error('no page', { cause });
    const gateway = fakeGateway({ sources: [fakeSource('gateway')], failure });
    const watched = await testServer({ gateway });
    await fetch(`${watched.url}/graphql`, { ...QUESTION, body: body('{ auditEvents { totalCount } }') }).then(
      (answer) => answer.text(),
    );
    await watched.stop();
    const [error] = watched.lines.filter(({ level }) => level === 50);
    expect(JSON.stringify(error)).toMatch(/no page.*the disk is full/);
  });

  it('is given up when it takes longer than it may', async () => {
    const gateway = fakeGateway({ sources: [fakeSource('gateway')], delay: aborted });
    const impatient = await testServer({ gateway }, { requestTimeoutMs: 20 });
    const response = await fetch(`${impatient.url}/graphql`, {
      ...QUESTION,
      body: body('{ auditEvents { totalCount } }'),
    });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'UPSTREAM_FAILED', problems: [{ source: 'gateway', code: 'TIMEOUT' }] } }],
    });
    await impatient.stop();
    expect(impatient.lines).toMatchObject([
      { level: 40, err: { type: 'RequestTimeout' } },
      { level: 30, status: 200 },
    ]);
  });

  it('is given up when nobody waits for it any more', async () => {
    const reason = withResolvers();
    const begun = withResolvers();
    const gateway = fakeGateway({
      sources: [fakeSource('gateway')],
      delay: async (signal) => {
        begun.resolve(undefined);
        await aborted(signal).catch(reason.resolve);
      },
    });
    const watched = await testServer({ gateway });
    const client = new AbortController();
    const asking = fetch(`${watched.url}/graphql`, {
      ...QUESTION,
      body: body('{ auditEvents { totalCount } }'),
      signal: client.signal,
    });
    await begun.promise;
    client.abort();
    await expect(asking).rejects.toThrow();
    expect(await reason.promise).toMatchObject({ name: 'ClientGone' });
    await watched.stop();
    expect(watched.lines).toMatchObject([{ status: 499 }]);
  });

  it('that runs when the gateway stops is answered, and then no other', async () => {
    const begun = withResolvers();
    const going = withResolvers();
    const gateway = fakeGateway({
      sources: [fakeSource('gateway')],
      delay: async () => {
        begun.resolve(undefined);
        await going.promise;
      },
    });
    const stopping = await testServer({ gateway });
    const asking = fetch(`${stopping.url}/graphql`, { ...QUESTION, body: body('{ auditEvents { totalCount } }') });
    await begun.promise;
    const stopped = stopping.stop();
    await expect(fetch(`${stopping.url}/health/live`)).rejects.toThrow();
    going.resolve(undefined);
    expect(await (await asking).json()).toEqual({ data: { auditEvents: { totalCount: 0 } } });
    await stopped;
  });
});

describe('GraphiQL', () => {
  it('is one page from here, for people alone', async () => {
    const { status, text } = await plain('/graphql', {
      accept: 'text/html,application/xhtml+xml;q=0.9',
      'accept-encoding': 'identity',
    });
    expect(status).toBe(200);
    const told = ['<title>Audit gateway</title>', 'NewestEvents', 'FailedLogins', 'OneEvent'];
    expect(told.filter((part) => !text.includes(part))).toEqual([]);
    expect(
      (
        await fetch(`${server.url}/graphql?query=%7B__typename%7D`, { headers: { accept: 'application/json' } })
      ).headers.get('content-type'),
    ).toContain('application/json');
  });

  it('loads nothing from anywhere else', async () => {
    const response = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
    const page = await response.text();
    const markup = page.replaceAll(/<script>[\s\S]*?<\/script>/g, '').replaceAll(/<style>[\s\S]*?<\/style>/g, '');
    expect(markup.match(/https?:\/\//g)).toBeNull();
    expect(markup.match(/\ssrc=|<link[^>]*href="(?!data:)/g)).toBeNull();
    expect(page.length - markup.length).toBeGreaterThan(8_000_000);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*connect-src 'self';/);
  });

  it('is compressed, and sent once', async () => {
    const sent = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html', 'accept-encoding': 'gzip' } });
    expect(sent.headers.get('content-encoding')).toBe('gzip');
    expect(Number(sent.headers.get('content-length'))).toBeLessThan(3_000_000);
    const etag = sent.headers.get('etag') ?? '';
    await sent.arrayBuffer();
    const again = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html', 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

function withResolvers(): { promise: Promise<unknown>; resolve: (value: unknown) => void } {
  let resolve: (value: unknown) => void = () => {};
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
