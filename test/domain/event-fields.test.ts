import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { EVENT_FIELDS, EVENT_PATHS, flatName, reading } from '../../src/domain/event-fields.ts';
import { anEvent } from '../fakes/arbitrary.ts';

function isPart(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All that an event holds, by its path; parts alone are taken apart. */
function flattened(event: AuditEvent): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(event).flatMap(([name, value]) =>
      ['actor', 'target', 'client'].includes(name) && isPart(value)
        ? Object.entries(value).map(([member, inner]) => [`${name}.${member}`, inner] as const)
        : [[name, value] as const],
    ),
  );
}

describe('the table of fields', () => {
  test('each field is read at its path', () => {
    fc.assert(
      fc.property(anEvent(), (event) => {
        const held = flattened(event);
        for (const path of EVENT_PATHS) expect(reading(path)(event)).toEqual(held.get(path) ?? null);
      }),
    );
  });

  test('what may not be absent never is, and all that an event holds is in it', () => {
    fc.assert(
      fc.property(anEvent(), (event) => {
        const needed = EVENT_PATHS.filter(
          (path) => !EVENT_FIELDS[path].optional && !['raw', 'recordedAt'].includes(path),
        );
        expect(needed.filter((path) => reading(path)(event) === null)).toEqual([]);
        const names = [...flattened(event).keys()].filter((name) => !['actor', 'target', 'client'].includes(name));
        expect(names.filter((name) => !EVENT_PATHS.includes(name as never))).toEqual([]);
      }),
    );
  });

  test('the member of a part is called after both', () => {
    expect([flatName('action'), flatName('actor.name'), flatName('client.userAgent')]).toEqual([
      'action',
      'actorName',
      'clientUserAgent',
    ]);
  });
});
