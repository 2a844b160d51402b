import { formatRfc3339, type Instant, toMillis } from '../domain/instant.ts';
import type { CheckedGateway, CheckedSource } from './check.ts';

/** What a check found, for machines: one JSON object a line, one line a source. */
export function checkJsonLines({ at, sources }: CheckedGateway): string {
  return sources.map((source) => `${JSON.stringify(asJson(source, at))}\n`).join('');
}

function asJson({ key, kind, reachable, authenticated, clockDifferenceMs, ...rest }: CheckedSource, at: Instant) {
  const { newestEventAt, filters, elapsedMs, problem, database } = rest;
  return {
    source: key,
    kind,
    reachable,
    authenticated,
    clockDifferenceMs,
    newestEventAt: newestEventAt === null ? null : formatRfc3339(newestEventAt),
    newestEventAgeMs: newestEventAt === null ? null : toMillis(at) - toMillis(newestEventAt),
    filters,
    elapsedMs: Math.round(elapsedMs),
    problem,
    database,
  };
}
