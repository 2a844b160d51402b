import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

const saying = (folders: readonly string[], words: RegExp) =>
  folders.flatMap(filesBelow).filter((file) => words.test(readFileSync(join(ROOT, file), 'utf8')));

describe('no event leaves but through an Asked', () => {
  test('which is made in one place, and by the doors beside it, which know the viewer', () => {
    expect(saying(['src'], /\bas Asked\b/)).toEqual(['src/federation/ask/asked.ts']);
    const doors = saying(['src'], /\bask\b[^;]*from '[^']*\/asked\.ts'/);
    expect(doors.toSorted()).toEqual([
      'src/federation/ask/asked-export.ts',
      'src/federation/ask/asked-following.ts',
      'src/federation/ask/asked-page.ts',
      'src/federation/create-gateway.ts',
    ]);
  });

  test.each<{ what: string; words: RegExp; files: readonly string[] }>([
    {
      what: 'lanes are opened',
      words: /\blane\.open\(/,
      files: ['src/federation/find/locate.ts', 'src/federation/page/page.ts'],
    },
    { what: 'lanes count', words: /\blane\.count\(/, files: ['src/federation/page/totals.ts'] },
    { what: 'lanes print', words: /\blane\.print\?\.\(/, files: ['src/federation/export/export-events.ts'] },
    { what: 'the store is asked by place', words: /\bparts\.stored\(/, files: ['src/federation/find/events-at.ts'] },
    {
      what: 'arrivals are read',
      words: /\b(arrivals\.arrivedAfter|feed\.read)\(/,
      files: ['src/federation/follow/arrival-feed.ts', 'src/federation/follow/follow.ts'],
    },
  ])('and where $what, nothing but what is asked is answered', ({ words, files }) => {
    expect(saying(['src/federation', 'src/schema', 'src/server'], words).toSorted()).toEqual(files);
  });

  test('and who answers clients has the gateway of a viewer, and neither store nor lanes', () => {
    const clients = ['src/schema', 'src/server/export'];
    expect(saying(clients, /\bEventStore\b/)).toEqual(['src/server/export/run-export.ts']);
    expect(saying(clients, /\bLaneSource\b|\bArrivals\b|federation\/(page|find|follow)\//)).toEqual([]);
  });
});
