import { rangesOf } from '../domain/address-ranges.ts';
import type { Field } from '../domain/fields.ts';
import type { Test } from '../domain/filter.ts';
import { type Conditions, condition } from './condition.ts';
import { Prisma } from './generated/client.ts';
import { JSON_CONDITIONS } from './json-conditions.ts';
import { INSTANT_CONDITIONS, NUMBER_CONDITIONS } from './number-conditions.ts';
import { PREFIX_CONDITIONS } from './prefix-conditions.ts';
import { isInSome } from './sorted-ranges.ts';
import { TEXT_CONDITIONS } from './text-conditions.ts';

type FieldCondition = (test: Test, few: number) => Prisma.Sql | null;

function column(name: string, conditions: Conditions): FieldCondition {
  const value = Prisma.raw(name);
  return (test, few) => condition(conditions, value, test, few);
}

const text = (name: string) => column(name, TEXT_CONDITIONS);
const indexedText = (name: string) => column(name, PREFIX_CONDITIONS);

/** As ranges, and not by `<<=`, of which the planner expects far too few rows: it then reads all of a block to find its newest. */
const ADDRESS_CONDITIONS: Conditions = {
  ...TEXT_CONDITIONS,
  inBlock: (_, { blocks }, few) => {
    const ranges = rangesOf(blocks);
    return ranges === null || (few === 0 && ranges.length > 1) ? null : isInSome(ranges, few);
  },
};

/** Of a list: some path passes. */
const somePath: FieldCondition = (test, few) => {
  const passes = condition(TEXT_CONDITIONS, Prisma.raw('path'), test, few);
  return passes && Prisma.sql`EXISTS (SELECT FROM unnest(changed_paths) AS path WHERE ${passes})`;
};

/** When some value of a field passes a test; null where SQL cannot say just that. */
export const FIELD_CONDITIONS: Record<Field, FieldCondition> = {
  source: text('source'),
  occurredAt: column('occurred_at', INSTANT_CONDITIONS),
  action: text('action'),
  recordType: indexedText('record_type'),
  operation: text('operation'),
  category: text('category'),
  outcome: text('outcome'),
  'actor.uid': indexedText('actor_uid'),
  'actor.name': indexedText('actor_name'),
  'actor.type': text('actor_type'),
  'target.type': text('target_type'),
  'target.uid': text('target_uid'),
  'target.name': text('target_name'),
  'client.ip': column('client_ip', ADDRESS_CONDITIONS),
  'client.userAgent': text('client_user_agent'),
  'client.origin': text('client_origin'),
  sessionId: indexedText('session_id'),
  requestId: text('request_id'),
  message: text('message'),
  durationMs: column('duration_ms', NUMBER_CONDITIONS),
  changedPath: somePath,
  raw: column('raw', JSON_CONDITIONS),
  text: () => null,
};
