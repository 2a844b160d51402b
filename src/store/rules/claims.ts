import type { Instant } from '../../domain/instant.ts';
import type { Claim } from '../../lanes/sync-state.ts';
import type { IngestBatch } from '../port/archive-store.ts';

/** Of so many claims every second one of the older half is forgotten: the first one stays, and most of the last. */
export const MOST_CLAIMS = 64;

/**
 * The claims with that of a batch after which the source is copied so far: one for each run, none past what is copied. What
 * was claimed before stays the claim of whoever made it.
 */
export function withClaim(
  claims: readonly Claim[],
  through: Instant | null,
  { lease: { token }, beganMs }: Pick<IngestBatch, 'lease' | 'beganMs'>,
): readonly Claim[] {
  if (through === null) return [];
  const held = claims.filter(({ until }) => until <= through);
  const last = held.at(-1);
  if (beganMs === undefined || last?.until === through) return held;
  const before = last?.token === token && last.atMs === beganMs ? held.slice(0, -1) : held;
  return thinned([...before, { until: through, atMs: beganMs, token }]);
}

function thinned(claims: readonly Claim[]): readonly Claim[] {
  if (claims.length <= MOST_CLAIMS) return claims;
  return claims.filter((_, index) => index % 2 === 0 || index >= MOST_CLAIMS / 2);
}
