import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fromMillis } from '../../src/domain/instant.ts';
import { startPruning } from '../../src/server/pruning.ts';

const HOUR_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function pruningOf(runs: (() => Promise<number>)[]) {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const begun: number[] = [];
  const prune = async () => {
    begun.push(Date.now());
    return { removed: (await runs.shift()?.()) ?? 0 };
  };
  return { begun, lines, pruning: startPruning({ prune }, () => fromMillis(0), log) };
}

describe('pruning', () => {
  it('runs every hour, also after a run that failed, and says what it removed', async () => {
    const failing = () => Promise.reject(new Error('the disk is full'));
    const { begun, lines, pruning } = pruningOf([failing, async () => 7, async () => 0]);
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(begun).toHaveLength(3);
    expect(lines).toMatchObject([
      { level: 50, msg: 'pruning failed' },
      { removed: 7, msg: 'pruned' },
    ]);
    await pruning.stop();
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(begun).toHaveLength(3);
  });

  it('has one run at a time, and stops when that has ended', async () => {
    let end: (removed: number) => void = () => {};
    const slow = new Promise<number>((resolve) => {
      end = resolve;
    });
    const { begun, pruning } = pruningOf([() => slow]);
    await vi.advanceTimersByTimeAsync(5 * HOUR_MS);
    expect(begun).toHaveLength(1);
    const seen: string[] = [];
    const stopped = pruning.stop().then(() => seen.push('stopped'));
    const ended = slow.then(() => seen.push('ended'));
    end(1);
    await Promise.all([stopped, ended]);
    expect(seen).toEqual(['ended', 'stopped']);
  });
});
