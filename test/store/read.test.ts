import { expect, test } from 'vitest';
import type { EventId } from '../../src/domain/event-id.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { countSql, pageSql, type Question } from '../../src/store/sql/read.ts';
import { type Sql, sql } from '../../src/store/sql/sql.ts';

const id = '6f1f0a52-5e39-8a34-9d0c-1f2e3d4c5b6a' as EventId;
const question: Question = {
  where: sql`outcome = ${'FAILURE'}`,
  window: { from: 10 as Instant, until: 90 as Instant },
  direction: 'DESC',
  after: { occurredAt: 50 as Instant, id },
};

function afterSelect(sql: Sql): string {
  return sql.text.slice(sql.text.indexOf(' FROM '));
}

test('a page is asked for by row value, and its window is cut to it', () => {
  const sql = pageSql(question, 51);
  expect(afterSelect(sql)).toBe(
    ' FROM audit_event WHERE occurred_at >= $1::bigint AND occurred_at < $2::bigint' +
      ' AND (occurred_at, id) < ($3::bigint, $4::uuid) AND outcome = $5' +
      ' ORDER BY occurred_at DESC, id DESC LIMIT $6::int',
  );
  expect(sql.values).toEqual([10, 51, 50, id, 'FAILURE', 51]);
});

test('the other way round it is the same mirrored', () => {
  expect(afterSelect(pageSql({ ...question, direction: 'ASC' }, 51))).toBe(
    ' FROM audit_event WHERE occurred_at >= $1::bigint AND occurred_at < $2::bigint' +
      ' AND (occurred_at, id) > ($3::bigint, $4::uuid) AND outcome = $5' +
      ' ORDER BY occurred_at, id LIMIT $6::int',
  );
});

test('a count asks for the same rows, and from the window’s edge where nothing was read yet', () => {
  expect(afterSelect(countSql({ ...question, after: null }))).toBe(
    ' FROM audit_event WHERE occurred_at >= $1::bigint AND occurred_at < $2::bigint AND outcome = $3',
  );
});
