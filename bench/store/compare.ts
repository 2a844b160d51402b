import { strict as assert } from 'node:assert';
import { request } from 'undici';
import { median, rounded, timed } from '../statistics.ts';
import { type LoadResult, load, type Target } from './load.ts';

export interface CompareSettings {
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
}

export interface Compared {
  readonly side: string;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** One request after the other, by one client. */
  readonly aloneMs: number;
}

const ALONE_PER_ROUND = 100;

/** Loads each target in turn, round by round; medians. The first round only warms up. */
export async function compare(
  targets: Readonly<Record<string, Target>>,
  { connections, seconds, rounds }: CompareSettings,
): Promise<readonly Compared[]> {
  const loads = new Map<string, LoadResult[]>();
  const alone = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, target] of Object.entries(targets)) {
      const loaded = await load(target, connections, seconds);
      const times = await inARow(target);
      if (round === 0) continue;
      loads.set(name, [...(loads.get(name) ?? []), loaded]);
      alone.set(name, [...(alone.get(name) ?? []), ...times]);
    }
  }
  return [...loads].map(([side, results]) => ({
    side,
    requestsPerSecond: rounded(median(results.map((each) => each.requestsPerSecond)), 0),
    p50Ms: median(results.map((each) => each.p50Ms)),
    p99Ms: median(results.map((each) => each.p99Ms)),
    aloneMs: rounded(median(alone.get(side) ?? [])),
  }));
}

async function inARow(target: Target): Promise<readonly number[]> {
  const times: number[] = [];
  while (times.length < ALONE_PER_ROUND) times.push(await timed(() => answerOf(target)));
  return times;
}

export async function answerOf({ url, body }: Target): Promise<unknown> {
  const answer = await request(url, {
    method: body === null ? 'GET' : 'POST',
    headers: body === null ? {} : { 'content-type': 'application/json' },
    body,
  });
  return answer.body.json();
}

/** That both answer the same page: what is not the same in it are the ids and cursors, which each makes in its way. */
export async function mustAnswerAlike(a: Target, b: Target): Promise<void> {
  const [left, right] = await Promise.all([answerOf(a), answerOf(b)]);
  assert.equal(JSON.stringify(withoutIds(left), null, 1), JSON.stringify(withoutIds(right), null, 1));
}

function withoutIds(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (name, value: unknown) => {
    const made = (name === 'id' && String(value).length > 30) || name.endsWith('Cursor');
    return made ? null : value;
  });
}
