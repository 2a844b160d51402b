import { beforeAll, describe, expect, test } from 'vitest';
import type { EventId } from '../../src/domain/event-id.ts';
import { EARLIEST, LATEST, plus, SECOND } from '../../src/domain/instant.ts';
import type { Direction } from '../../src/domain/position.ts';
import { Prisma } from '../../src/store/generated/client.ts';
import { pageSql } from '../../src/store/read.ts';
import { databases, OPENED, useStore } from './databases.ts';

const ROWS = 20_000;
const middle = { occurredAt: plus(OPENED, (ROWS / 2) * SECOND), id: '80000000-0000-8000-8000-000000000000' as EventId };

describe.each(databases)('the plan of a page on $name', (kind) => {
  const open = useStore(kind);

  beforeAll(async () => {
    const { prisma } = open().database;
    await prisma.$executeRaw`
      INSERT INTO audit_event (occurred_at, id, source, action, operation, record_type, category, outcome, changes,
        changed_paths, count, raw, recorded_at)
      SELECT ${OPENED}::bigint + n * 1000000::bigint, gen_random_uuid(), 'gateway', 'a', 'OTHER', 'r', 'OTHER', 'SUCCESS', '[]',
        '{}', 1, '{}', 0 FROM generate_series(1, ${ROWS}::int) AS n`;
    await prisma.$executeRawUnsafe('ANALYZE audit_event');
  });

  test.each<Direction>(['ASC', 'DESC'])(
    '%s goes to its place by the primary key, and reads no more than it gives',
    async (direction) => {
      const window = { from: EARLIEST, until: LATEST };
      const page = pageSql({ where: Prisma.sql`TRUE`, window, direction, after: middle }, 51);
      const explained = await open().database.prisma.$queryRaw<{ 'QUERY PLAN': readonly { Plan: Plan }[] }[]>(
        Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${page}`,
      );
      const limit = explained[0]?.['QUERY PLAN'][0]?.Plan;
      const scan = limit?.Plans?.[0];
      expect(limit?.['Node Type']).toBe('Limit');
      expect(scan).toMatchObject({ 'Node Type': 'Index Scan', 'Index Name': 'audit_event_pkey', 'Actual Rows': 51 });
      expect(scan?.['Index Cond']).toContain(`ROW(occurred_at, id) ${direction === 'ASC' ? '>' : '<'} ROW(`);
      expect(scan).not.toHaveProperty('Filter');
    },
  );
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}
