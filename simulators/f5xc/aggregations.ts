import { z } from 'zod';
import { fault } from './fault.ts';
import { type Indexed, MEMBERS, type Member } from './index-of-lines.ts';
import type { Window } from './window.ts';

const FIELDS = MEMBERS.map((name) => name.toUpperCase() as Uppercase<Member>);
const TOPK_DEFAULT = 5;
const TOPK_MAX = 1000;
const BUCKETS_MAX = 1000;
const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const fieldAggregation = z.strictObject({
  field: z
    .enum(FIELDS)
    .default('ASN')
    .transform((name) => name.toLowerCase() as Member),
  topk: z.int32().nonnegative().default(0),
  sub_aggs: z.record(z.string(), z.unknown()).optional(),
});
const dateAggregation = z.strictObject({
  step: z.string().regex(/^[1-9]\d{0,5}[smhd]$/, 'must be digits and one of s, m, h, d'),
  sub_aggs: z.record(z.string(), z.unknown()).optional(),
});
const aggregation = z.union([
  z.strictObject({ field_aggregation: fieldAggregation }),
  z.strictObject({ date_aggregation: dateAggregation }),
]);

export type Aggregations = Readonly<Record<string, unknown>>;

/** Every named aggregation over the lines, in the window they were searched in. */
export function aggregate(
  named: Aggregations,
  lines: readonly Indexed[],
  window: Window,
  emptyBuckets: boolean,
): object {
  const inner = (sub: Aggregations | undefined, of: readonly Indexed[]) =>
    sub && { sub_aggs: aggregate(sub, of, window, emptyBuckets) };
  const one = (name: string, given: unknown) => {
    const read = aggregation.safeParse(given);
    if (!read.success) throw fault(3, `invalid aggregation ${name}: ${read.error.issues[0]?.message}`);
    return 'field_aggregation' in read.data
      ? { field_aggregation: byField(read.data.field_aggregation, lines, inner) }
      : { date_aggregation: byDate(read.data.date_aggregation, lines, window, emptyBuckets, inner) };
  };
  return Object.fromEntries(Object.entries(named).map(([name, given]) => [name, one(name, given)]));
}

type Inner = (sub: Aggregations | undefined, of: readonly Indexed[]) => object | undefined;

function byField({ field, topk, sub_aggs }: z.infer<typeof fieldAggregation>, lines: readonly Indexed[], inner: Inner) {
  const groups = new Map<string, Indexed[]>();
  for (const line of lines) {
    const value = line.members[field];
    if (value === undefined) continue;
    const group = groups.get(value);
    if (group) group.push(line);
    else groups.set(value, [line]);
  }
  const largest = [...groups].sort(
    ([key, one], [otherKey, other]) => other.length - one.length || (key < otherKey ? -1 : 1),
  );
  const top = largest.slice(0, Math.min(topk || TOPK_DEFAULT, TOPK_MAX));
  return { buckets: top.map(([key, group]) => ({ key, count: String(group.length), ...inner(sub_aggs, group) })) };
}

/** Buckets begin at the window's start, wherever that is. A step of too many buckets is made longer. */
function byDate(
  { step, sub_aggs }: z.infer<typeof dateAggregation>,
  lines: readonly Indexed[],
  window: Window,
  emptyBuckets: boolean,
  inner: Inner,
) {
  let stepMs = Number(step.slice(0, -1)) * UNIT_MS[step.at(-1) as keyof typeof UNIT_MS];
  const askedMs = stepMs;
  while ((window.end - window.start) / stepMs >= BUCKETS_MAX) stepMs *= 2;
  const groups: Indexed[][] = Array.from({ length: Math.floor((window.end - window.start) / stepMs) + 1 }, () => []);
  for (const line of lines) groups[Math.floor((line.at - window.start) / stepMs)]?.push(line);
  const buckets = groups
    .map((group, index) => ({ group, time: String(window.start + index * stepMs) }))
    .filter(({ group }) => emptyBuckets || group.length > 0)
    .map(({ group, time }) => ({ time, count: String(group.length), ...inner(sub_aggs, group) }));
  return { step: stepMs === askedMs ? step : `${stepMs / 1000}s`, buckets };
}
