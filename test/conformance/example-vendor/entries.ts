export interface AcmeEntry {
  readonly entryId: string;
  readonly at: string;
  readonly user: string;
  readonly action: string;
  readonly object: { readonly kind: string; readonly id: string };
  readonly ok: boolean;
  readonly address: string;
  readonly note: string;
}

/** The entry that acme's document shows. */
export const ACME_SAMPLE: AcmeEntry = {
  entryId: 'e-0001',
  at: '2024-02-29T11:59:00.123Z',
  user: 'ada',
  action: 'login',
  object: { kind: 'session', id: 's-17' },
  ok: false,
  address: '192.0.2.7',
  note: 'wrong password',
};

const USERS = ['ada', 'Ada', 'bob', 'mallory "m" & sons', ''];
const ACTIONS = ['login', 'update', 'Update', 'delete', 'export'];
const KINDS = ['session', 'setting', 'file'];
const FIRST_MS = Date.parse('2024-02-29T12:00:00Z');
const STEP_MS = 900;

/** A log, oldest first; every third entry shares its moment with the one before. */
export function entries(count: number): readonly AcmeEntry[] {
  return Array.from({ length: count }, (_, number) => ({
    entryId: `e-${String(number + 1000)}`,
    at: new Date(FIRST_MS + (number % 3 === 2 ? number - 1 : number) * STEP_MS).toISOString(),
    user: USERS[number % USERS.length] ?? '',
    action: ACTIONS[((number * 7) % 13) % ACTIONS.length] ?? '',
    object: { kind: KINDS[number % KINDS.length] ?? '', id: `o-${number % 11}` },
    ok: number % 4 !== 0,
    address: `192.0.2.${(number % 250) + 1}`,
    note: number % 5 === 0 ? `note ${number}` : '',
  }));
}
