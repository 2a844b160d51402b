import { execFile } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ViewerGateway } from '../../src/federation/gateway.ts';
import { fakeConfigStore } from '../fakes/fake-config-store.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { detailsOf, exporting, failing, got, line, whole } from './exporting.ts';
import { testServer } from './test-server.ts';

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
      const exported: ViewerGateway['export'] = async function* () {
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
