import { address, longHex, pool } from '../kit/made-up.ts';
import { LONG_TEXT, ODD_TEXTS } from '../kit/odd-texts.ts';
import { moments, type Random, random } from '../kit/random.ts';
import type { SimulatorOptions } from '../kit/simulator.ts';
import { type RiverbedDetail, type RiverbedEvent, secondsOf } from './event.ts';
import { RIVERBED_SAMPLES } from './samples.ts';
import type { RiverbedSwitches } from './switches.ts';

interface Kind {
  readonly record_type: string;
  readonly actions: readonly string[];
  readonly identifiers: readonly string[];
}

const KINDS: readonly Kind[] = [
  { record_type: 'authentication.login', actions: ['operation'], identifiers: [''] },
  { record_type: 'authentication.login', actions: ['operation'], identifiers: [''] },
  { record_type: 'authentication.logout', actions: ['operation'], identifiers: [''] },
  { record_type: 'authorization.denied', actions: ['read', 'update'], identifiers: ['reports', 'users'] },
  { record_type: 'configuration_change.networking', actions: ['update'], identifiers: ['', 'aux', 'eth0/1'] },
  {
    record_type: 'configuration_change.roles',
    actions: ['create', 'update', 'delete'],
    identifiers: ['viewer', 'rôle %'],
  },
  {
    record_type: 'configuration_change.host_group',
    actions: ['create', 'update', 'delete'],
    identifiers: ['Boston', 'Zürich', '名古屋'],
  },
  { record_type: 'configuration_change.host_group.members', actions: ['add', 'remove'], identifiers: ['Boston'] },
  { record_type: 'configuration_changes', actions: ['purge'], identifiers: ['old "rules"'] },
  { record_type: 'mystery', actions: ['frobnicate', ''], identifiers: ['?', 'back\\slash'] },
  { record_type: '', actions: [''], identifiers: [''] },
];

/** `events` events, the documents' own among them, oldest first. */
export function generate(
  options: Pick<SimulatorOptions, 'events' | 'burst' | 'seed' | 'from' | 'to'>,
  form: RiverbedSwitches['timestamps'],
): readonly RiverbedEvent[] {
  const chance = random(options.seed);
  const sessions = pool(400, () => longHex(chance, 16));
  const grainUs = form === 'seconds' || form === 'text' ? 1_000_000 : 1_000;
  const window = { fromUs: Math.ceil(options.from / 1000) * 1_000_000, toUs: options.to * 1000 };
  const count = Math.max(0, options.events - RIVERBED_SAMPLES.length);
  const made = moments(chance, count, window, grainUs, options.burst).map((at) =>
    draw(chance, sessions, stamp(chance, at / 1_000_000, form)),
  );
  return [...made, ...RIVERBED_SAMPLES].sort((one, other) => secondsOf(one) - secondsOf(other));
}

function stamp(chance: Random, seconds: number, form: RiverbedSwitches['timestamps']): number | string {
  if (form === 'text') return String(seconds);
  if (form === 'mixed') return chance.pick([String(seconds), seconds, Math.floor(seconds)]);
  return seconds;
}

function draw(chance: Random, sessions: readonly string[], timestamp: number | string): RiverbedEvent {
  const kind = chance.pick(KINDS);
  const user = chance.below(12);
  return {
    timestamp,
    action: chance.pick(kind.actions),
    record_type: kind.record_type,
    identifier: chance.chance(0.01) ? chance.pick(ODD_TEXTS) : chance.pick(kind.identifiers),
    uid: user === 11 ? -1 : user,
    username: userName(chance, user),
    ipaddr: chance.chance(0.1) ? '' : address(chance),
    pid: chance.chance(0.2) ? 0 : chance.below(4_194_304),
    sid: chance.chance(0.3) ? '' : chance.pick(sessions),
    module: chance.chance(0.8) ? '' : `198.51.100.${chance.below(8) + 1}`,
    success: chance.chance(0.9) ? 1 : 0,
    details: pool(chance.below(4), () => detail(chance)),
    count: chance.chance(0.95) ? 1 : 2 + chance.below(200),
    ...(chance.chance(0.3) ? rest(chance) : {}),
  };
}

function userName(chance: Random, user: number): string {
  if (user === 11) return '';
  if (user === 10) return chance.pick(ODD_TEXTS);
  return user === 0 ? 'admin' : `operator-${user}`;
}

function detail(chance: Random): RiverbedDetail {
  const field = chance.pick(['hostname', 'dns.primary', 'enabled', 'description', 'password', '']);
  const [one, other] = [text(chance), text(chance)];
  return chance.pick<RiverbedDetail>([
    { field, value: one },
    { field, old: one, new: other },
    { field, new: one },
    { field, old: one },
    { field },
    { field, value: one, unit: 'ms', weight: 3 },
  ]);
}

function text(chance: Random): string {
  if (chance.chance(0.0005)) return LONG_TEXT;
  return chance.chance(0.05) ? chance.pick(ODD_TEXTS) : `value-${chance.below(10_000)}`;
}

function rest(chance: Random): Readonly<Record<string, unknown>> {
  return {
    user_agent: chance.pick(['Apache-HttpClient/4.5.13 (Java/11.0.16)', 'curl/7.65.0', '']),
    rest_link: chance.pick(['request', 'get', 'set']),
    rest_namespace: chance.pick(['mgmt.aaa', 'npm.audit']),
    rest_version: '2.0',
    rest_resource: chance.pick(['access_tokens', 'events', null]),
  };
}
