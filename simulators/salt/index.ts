import { refusing } from '../kit/refusal.ts';
import { settings } from '../kit/settings.ts';
import { listen, type Simulator, type SimulatorOptions } from '../kit/simulator.ts';
import { anatomyOf } from './anatomy.ts';
import { getAuditArguments } from './arguments.ts';
import { gate, SALT_CREDENTIALS } from './gate.ts';
import { generate } from './generate.ts';
import { getAudit } from './get-audit.ts';
import { complete, SALT_SAMPLE, type SaltRecord, storedMicros } from './record.ts';
import { routeOf, routes } from './routes.ts';
import { RPC_ERRORS, type RpcCall } from './rpc.ts';
import { type SaltSwitches, switches } from './switches.ts';
import { table } from './table.ts';

export { RPC_ERRORS, SALT_CREDENTIALS, SALT_SAMPLE, type SaltRecord, type SaltSwitches, switches };

export interface SaltOptions extends SimulatorOptions, SaltSwitches {
  /** Serves these rows, inserted in this order, and no made-up ones. What a row leaves out is filled in. */
  readonly records: readonly Partial<SaltRecord>[];
}

export interface SaltSimulator extends Simulator<SaltRecord> {
  /** Inserts a row now, with the next id; its start_time may be as old as a long event's. */
  add(record?: Partial<SaltRecord>): SaltRecord;
  /** Deletes the rows that started before that ISO date-time; answers how many. */
  trim(before: string): number;
  /** Ends every login; the next call is answered as `lostSession` says. */
  expireSessions(): void;
}

/** A VMware Salt (RaaS) server with its `audit.get_audit`, on loopback. */
export async function startSalt(given: Partial<SaltOptions> = {}): Promise<SaltSimulator> {
  const { records, ...rest } = given;
  const { options, switches: behaviour } = settings({ ...rest }, switches);
  const stored = table(
    records?.map((said, index) => complete(said, index + 1, (options.from + index * 1000) * 1000)) ?? generate(options),
  );
  const door = gate(behaviour);
  const add = (said: Partial<SaltRecord> = {}) => {
    const record = complete(said, stored.lastId + 1, Date.now() * 1000);
    stored.insert(record);
    return record;
  };
  const audit = (said: Partial<SaltRecord>) => {
    if (behaviour.auditSelf) add({ username: SALT_CREDENTIALS.username, ...said });
  };
  const run = (call: RpcCall) => {
    const ret = getAudit(stored, getAuditArguments(call), behaviour);
    audit({ event_type: 'rpc', event_name: 'audit.get_audit', event_data: { kwargs: call.kwargs, status: 200 } });
    return ret;
  };
  const loggedIn = () => audit({ event_type: 'auth', event_name: 'login', event_data: { status: 200 } });
  const answers = routes(door, run, loggedIn, behaviour);
  const instance = { 'raas-instance-id': `raas-${options.seed}` };
  const anatomy = anatomyOf(stored, behaviour, door.expireSessions);
  const listening = await listen(options, anatomy, (call) => {
    const answer = refusing(() => routeOf(answers, call)(call));
    return { ...answer, headers: { ...instance, ...answer.headers } };
  });
  return {
    kind: 'salt',
    ...listening,
    records: stored.records,
    add,
    trim: (before) => stored.trim(storedMicros(before)),
    expireSessions: door.expireSessions,
  };
}
