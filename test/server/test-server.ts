import { pino } from 'pino';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { printedSchema } from '../../src/schema/index.ts';
import { createGraphql } from '../../src/server/graphql.ts';
import { type HttpParts, type Listening, listen } from '../../src/server/http.ts';
import { HTTP_BOUNDS } from '../../src/server/http-bounds.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { fakeConfigStore } from '../fakes/fake-config-store.ts';
import { type FakeSurroundings, fakeContext, fakeNow } from '../fakes/fake-context.ts';

export interface TestServer extends Listening {
  /** The lines of the log, parsed. */
  readonly lines: readonly Record<string, unknown>[];
}

/** The HTTP face on a free port, over fakes. */
export async function testServer(context: FakeSurroundings = {}, more: Partial<HttpParts> = {}): Promise<TestServer> {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const listening = await listen(
    {
      graphql: createGraphql(log),
      context: (signal) => fakeContext({ ...context, signal }),
      exports: { store: context.store ?? fakeConfigStore().store, rules: BUILT_IN, now: fakeNow },
      ready: async () => {},
      metrics: createMetrics(async () => ({ events: 42, lagSeconds: new Map() })),
      printedSchema,
      log,
      ...HTTP_BOUNDS,
      ...more,
    },
    '127.0.0.1',
    0,
  );
  return { ...listening, lines };
}
