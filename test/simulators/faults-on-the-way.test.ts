import { afterEach, describe, expect, it, vi } from 'vitest';
import { jsonOf, KINDS, type Vendor, ward } from './faulty-vendors.ts';

const { start, closeAll } = ward();
afterEach(closeAll);

/** Whether the end or the reset is seen first is up to the network. */
const LOST = /^(ECONNRESET|UND_ERR_SOCKET)$/;

/** The fault, and what comes of one question under it, beside what comes without. */
async function both(vendor: Vendor): Promise<readonly [faulty: Response, healthy: string]> {
  const faulty = await vendor.ask();
  vendor.simulator.setFaults([]);
  return [faulty, await (await vendor.ask()).text()];
}

describe.each(KINDS)('on the way from %s', (kind) => {
  it.each([{ kind: 'hang' }, { kind: 'latency', ms: 600_000 }] as const)(
    'an answer under $kind does not come, and who asked can leave',
    async (fault) => {
      const vendor = await start(kind, [fault]);
      const leaving = new AbortController();
      const settled = vi.fn();
      const asked = vendor.ask(undefined, leaving.signal).finally(settled);
      const refused = expect(asked).rejects.toThrow('aborted');
      await vi.waitFor(async () => expect((await jsonOf(fetch(admin(vendor)))).hits).toEqual([1]));
      expect(settled).not.toHaveBeenCalled();
      leaving.abort();
      await refused;
      const status = fault.kind === 'hang' ? 200 : 0;
      await vi.waitFor(() => expect(vendor.simulator.requests.at(-1)?.status).toBe(status));
    },
  );

  it('a late answer is the right one', async () => {
    const [faulty, healthy] = await both(await start(kind, [{ kind: 'latency', ms: 1 }]));
    expect(await faulty.text()).toBe(healthy);
  });

  it('malformed JSON comes whole and cannot be parsed', async () => {
    const [faulty, healthy] = await both(await start(kind, [{ kind: 'malformed' }]));
    const text = await faulty.text();
    expect([faulty.status, text.length]).toEqual([200, healthy.length + 4]);
    expect(faulty.headers.get('content-type')).toMatch('json');
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it.each(['gzip', 'deflate', 'br'] as const)('an answer in %s says so, or does not', async (coding) => {
    const [named, healthy] = await both(await start(kind, [{ kind: 'encoded', coding }]));
    expect([named.headers.get('content-encoding'), await named.text()]).toEqual([coding, healthy]);
    const [unnamed] = await both(await start(kind, [{ kind: 'encoded', coding, named: false }]));
    expect([unnamed.headers.get('content-encoding'), await unnamed.text()]).not.toContain(healthy);
    expect(unnamed.headers.get('content-encoding')).toBeNull();
  });

  it.each(['utf-8', 'iso-8859-1', 'utf-16le'] as const)('an answer in %s is the right one', async (charset) => {
    const mark = charset !== 'iso-8859-1';
    const [faulty, healthy] = await both(await start(kind, [{ kind: 'charset', charset, mark }]));
    expect(faulty.headers.get('content-type')).toMatch(new RegExp(`; charset=${charset}$`));
    const text = new TextDecoder(charset, { ignoreBOM: true }).decode(await faulty.arrayBuffer());
    expect(text.startsWith('\ufeff')).toBe(mark);
    expect(JSON.parse(mark ? text.slice(1) : text)).toEqual(JSON.parse(healthy));
  });

  it('truncated JSON ends in its middle, under a right length', async () => {
    const [faulty, healthy] = await both(await start(kind, [{ kind: 'truncated' }]));
    expect(await faulty.text()).toBe(healthy.slice(0, Math.ceil(healthy.length / 2)));
  });

  it('a connection closed early leaves half of the length that was told', async () => {
    const [faulty, healthy] = await both(await start(kind, [{ kind: 'truncated', how: 'connection' }]));
    expect(faulty.headers.get('content-length')).toBe(String(Buffer.byteLength(healthy)));
    await expect(faulty.text()).rejects.toThrow('terminated');
  });

  it('a reset before the headers leaves nothing', async () => {
    const { ask, simulator } = await start(kind, [{ kind: 'reset' }]);
    await expect(ask()).rejects.toMatchObject({ cause: { code: expect.stringMatching(LOST) } });
    expect(simulator.requests.at(-1)?.status).toBe(200);
  });

  it('a reset in the middle of the body leaves a part of it', async () => {
    const [faulty] = await both(await start(kind, [{ kind: 'reset', at: 'body' }]));
    expect(faulty.status).toBe(200);
    await expect(faulty.text()).rejects.toMatchObject({ cause: { code: expect.stringMatching(LOST) } });
  });

  it('a slow body comes in drips', async () => {
    const [faulty, healthy] = await both(await start(kind, [{ kind: 'slowBody', everyMs: 600_000 }]));
    const reader = faulty.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString('utf8')).toBe(healthy.slice(0, 16));
    await reader?.cancel();
  });

  it('a slow body is in the end the right one', async () => {
    const [faulty, healthy] = await both(await start(kind, [{ kind: 'slowBody', bytes: 300, everyMs: 1 }]));
    expect(await faulty.text()).toBe(healthy);
  });

  it('an oversized body is the right one with blanks behind it', async () => {
    const [faulty, healthy] = await both(await start(kind, [{ kind: 'oversized', mib: 2 }]));
    const text = await faulty.text();
    expect([text.length, text.trimEnd()]).toEqual([healthy.length + 2_097_152, healthy]);
  });

  it('a skewed clock shows in the Date header alone', async () => {
    const [faulty, healthy] = await both(await start(kind, [{ kind: 'clockSkew', ms: -86_400_000 }]));
    const skewed = Date.now() - Date.parse(faulty.headers.get('date') ?? '');
    expect(Math.round(skewed / 3_600_000)).toBe(24);
    expect(await faulty.text()).toBe(healthy);
  });

  it('a web page stands in the place of the answer with 200', async () => {
    const [faulty] = await both(await start(kind, [{ kind: 'html' }]));
    expect([faulty.status, faulty.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await faulty.text()).toMatch(/^<!DOCTYPE html>/);
  });

  it.each([
    [{ kind: 'redirect' }, 'http://another-host.example/'],
    [{ kind: 'redirect', to: 'https://elsewhere.invalid/log' }, 'https://elsewhere.invalid/log'],
  ] as const)('%j leads to %s', async (fault, to) => {
    const { ask } = await start(kind, [fault]);
    const answer = await ask();
    expect([answer.status, answer.headers.get('location')]).toEqual([302, to]);
  });
});

function admin({ simulator }: Vendor): URL {
  return new URL('/_admin/faults', simulator.url);
}
