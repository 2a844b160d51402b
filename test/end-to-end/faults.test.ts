import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { type FaultOutcome, outcomeOf } from './fault-outcome.ts';
import { FAULTS, type FaultRow } from './faults.ts';
import { VENDORS, type VendorKind } from './worlds.ts';

const FILE = 'docs/faults.md';
const BEGIN = '<!-- the table below is printed by the tests: npm run docs:faults -->';

const cells = new Map<string, string>();

/** A fault that a vendor cannot have: it has no such thing. */
const NOT_HERE = /cannot have the fault/;

async function outcome(kind: VendorKind, row: FaultRow): Promise<FaultOutcome | null> {
  try {
    return await outcomeOf(kind, row);
  } catch (error) {
    if (error instanceof Error && NOT_HERE.test(error.message)) return null;
    throw error;
  }
}

function cellOf(told: FaultOutcome | null, { timed }: FaultRow): string {
  if (told === null) return '–';
  if (told.code === null) return 'whole';
  if (timed) return `${told.status} ${told.code}: what was read by then given, the rest missing`;
  const missing = told.windows === 1 ? '1 window' : `${told.windows} windows`;
  return `${told.status} ${told.code}: ${told.given} given, ${told.withheld} in ${missing}`;
}

describe.each(FAULTS)('$name', (row) => {
  test.each(VENDORS)('%s: loses nothing, says what is missing, and comes back by itself', async (kind) => {
    const told = await outcome(kind, row);
    cells.set(`${row.name} ${kind}`, cellOf(told, row));
    if (told === null) return;
    expect(told.lost).toBe(0);
    expect(told.recovered).toBe(true);
    expect(told.code === null).toBe(told.windows === 0);
  });
});

afterAll(() => {
  const head = ['what goes wrong', ...VENDORS];
  const rows = FAULTS.map(({ name }) => [name, ...VENDORS.map((kind) => cells.get(`${name} ${kind}`) ?? '')]);
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const text = readFileSync(FILE, 'utf8');
  const printed = `${text.slice(0, text.indexOf(BEGIN) + BEGIN.length)}\n\n${table}\n`;
  if (process.env.WRITE_DOCS) writeFileSync(FILE, printed);
  else expect(text).toBe(printed);
});
