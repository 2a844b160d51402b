import { longHex } from '../kit/made-up.ts';
import type { Random } from '../kit/random.ts';
import { sorted } from '../kit/sorted.ts';
import { type F5xcRecord, type F5xcRow, parsed, timeOf } from './record.ts';

/** The members of a line that can be searched or counted by. */
export const MEMBERS = [
  'asn',
  'author_tenant',
  'browser_type',
  'city',
  'country',
  'device_type',
  'operation',
  'result',
  'secret_name',
  'src_ip',
  'user',
] as const;

export type Member = (typeof MEMBERS)[number];
export type Members = Readonly<Partial<Record<Member, string>>>;

/** A line as it is searched: by the place (`at`, `id`) and by its members. */
export interface Indexed {
  readonly at: number;
  readonly id: bigint;
  readonly line: string;
  readonly members: Members;
}

export interface LineIndex {
  /** By the millisecond, then by document id; `records` are the same lines in the same order. */
  readonly lines: readonly Indexed[];
  readonly records: readonly F5xcRecord[];
  add(row: F5xcRow): void;
}

export function indexOf(rows: readonly F5xcRow[], chance: Random): LineIndex {
  const membersOf = memberReader();
  const indexed = (row: F5xcRow): Indexed => ({
    at: row.at ?? timeOf(row.line),
    id: row.docId === undefined ? BigInt.asIntN(64, BigInt(`0x${longHex(chance, 16)}`)) : BigInt(row.docId),
    line: row.line,
    members: membersOf(row.line),
  });
  const index = sorted(rows.map(indexed), (one, other) => byPlace(one, other.at, other.id));
  const records = index.rows.map(recordOf);
  return {
    lines: index.rows,
    records,
    add: (row) => {
      const line = indexed(row);
      records.splice(index.add(line), 0, recordOf(line));
    },
  };
}

export function byPlace(line: Pick<Indexed, 'at' | 'id'>, at: number, id: bigint): number {
  if (line.at !== at) return line.at - at;
  return line.id < id ? -1 : line.id > id ? 1 : 0;
}

function recordOf({ id, at, line }: Indexed): F5xcRecord {
  return { docId: String(id), at, line };
}

/** Values repeat: each is held once. */
function memberReader(): (line: string) => Members {
  const held = new Map<string, string>();
  const once = (value: string) => {
    const before = held.get(value);
    if (before === undefined) held.set(value, value);
    return before ?? value;
  };
  return (line) => {
    const document = parsed(line);
    const members: Partial<Record<Member, string>> = {};
    for (const name of MEMBERS) {
      const value = document[name];
      if (value !== undefined && value !== null) members[name] = once(String(value));
    }
    return members;
  };
}
