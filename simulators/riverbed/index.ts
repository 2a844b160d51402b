import { refusing } from '../kit/refusal.ts';
import { settings } from '../kit/settings.ts';
import { type Call, listen, type Simulator, type SimulatorOptions } from '../kit/simulator.ts';
import { anatomyOf } from './anatomy.ts';
import { complete, RIVERBED_CONFIG, type RiverbedConfig, type RiverbedEvent } from './event.ts';
import { asXml } from './faults.ts';
import { generate } from './generate.ts';
import { type Log, log } from './log.ts';
import { logins, RIVERBED_CREDENTIALS } from './logins.ts';
import { routeOf, routes } from './routes.ts';
import { RIVERBED_SAMPLES } from './samples.ts';
import { type RiverbedSwitches, switches } from './switches.ts';

export type { RiverbedConfig, RiverbedEvent, RiverbedSwitches };
export { RIVERBED_CONFIG, RIVERBED_CREDENTIALS, RIVERBED_SAMPLES, switches };

export interface RiverbedOptions extends SimulatorOptions, RiverbedSwitches {
  /** Serves these events and no made-up ones. What an event leaves out is filled in. */
  readonly records: readonly Partial<RiverbedEvent>[];
  readonly config: RiverbedConfig;
}

/** `records` stand oldest first. */
export interface RiverbedSimulator extends Simulator<RiverbedEvent> {
  /** An event happens: now, or at the timestamp it has. */
  add(record?: Partial<RiverbedEvent>): RiverbedEvent;
  /** The newest event happens again in its minute: its count grows, by one if nothing else is said. */
  bump(by?: number): RiverbedEvent;
  /** Deletes so many of the oldest events; answers how many went. */
  pruneTail(events: number): number;
  /** Ends every access token and cookie; `all` ends the refresh tokens too. */
  expireSessions(which?: 'access' | 'all'): void;
}

/** A Riverbed appliance with `npm.audit` 1.1, the token service and the common API, on loopback. */
export async function startRiverbed(given: Partial<RiverbedOptions> = {}): Promise<RiverbedSimulator> {
  const { records, config = RIVERBED_CONFIG, ...rest } = given;
  const { options, switches: behaviour } = settings({ ...rest }, switches);
  const first = Math.ceil(options.from / 1000);
  const stored = log(
    records?.map((said, index) => complete(said, first + index)) ?? generate(options, behaviour.timestamps),
  );
  const open = logins(behaviour);
  const table = routes({
    log: stored,
    config,
    logins: open,
    switches: behaviour,
    loggedIn: (call, resource) => {
      if (behaviour.auditLogins && audited(config, LOGIN_TYPE)) stored.add(loginEvent(call, resource));
    },
  });
  const expireAccess = () => {
    for (const kind of [open.access, open.signed, open.cookies]) kind.expireAll();
  };
  const listening = await listen(options, anatomyOf(stored, behaviour, expireAccess), (call) => {
    const answer = refusing(() => routeOf(table, call)(call));
    return behaviour.errorForm === 'xml' ? asXml(answer) : answer;
  });
  return {
    kind: 'riverbed',
    ...listening,
    records: stored.events,
    add: (said = {}) => addTo(stored, said),
    bump: (by = 1) => stored.bump(by),
    pruneTail: (events) => stored.pruneTail(events),
    expireSessions: (which = 'access') => {
      expireAccess();
      if (which === 'all') open.refresh.expireAll();
    },
  };
}

const LOGIN_TYPE = 'authentication.login';

function addTo(stored: Log, said: Partial<RiverbedEvent>): RiverbedEvent {
  const event = complete(said, nowSeconds());
  stored.add(event);
  return event;
}

function loginEvent(call: Call, resource: string): RiverbedEvent {
  const { username } = RIVERBED_CREDENTIALS;
  const said: Partial<RiverbedEvent> = {
    action: 'operation',
    record_type: LOGIN_TYPE,
    username,
    details: [{ field: 'username', value: username }],
    user_agent: call.headers['user-agent'] ?? '',
    rest_resource: resource,
  };
  return complete(said, nowSeconds());
}

/** A disabled type disables its subtypes. */
function audited(config: RiverbedConfig, recordType: string): boolean {
  return config.system.enabled && !config.disabled_types.some((type) => `${recordType}.`.startsWith(`${type}.`));
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
