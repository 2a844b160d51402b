import { describe, expect, test } from 'vitest';
import type { EventCategory, Operation } from '../../src/domain/event.ts';
import { categoryOf, operationOf } from '../../src/domain/verbs.ts';

const VERBS: readonly (readonly [Operation, string])[] = [
  ['CREATE', 'create add new save insert upload import clone'],
  ['READ', 'get list query read search count download export check validate'],
  ['UPDATE', 'update set change modify edit put patch attach detach enable disable move rename sync'],
  ['DELETE', 'delete remove destroy expunge purge clear trim'],
  ['LOGIN', 'login logon'],
  ['LOGOUT', 'logout logoff'],
  ['GRANT', 'grant assign share'],
  ['REVOKE', 'revoke unassign unshare'],
  ['START', 'start boot resume'],
  ['STOP', 'stop shutdown pause'],
  ['EXECUTE', 'run exec execute reboot operation migrate'],
];

describe('a verb says what was done, in any case and style', () => {
  const cases = VERBS.flatMap(([operation, verbs]) => verbs.split(' ').map((verb) => [verb, operation] as const));
  test.each(cases)('%s is %s', (verb, operation) => {
    const capitalised = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
    const names = [
      verb,
      verb.toUpperCase(),
      capitalised,
      `${verb}_vm`,
      `${verb}Vm`,
      `${capitalised}VMTemplate`,
      `${verb}.vm`,
    ];
    expect(names.map(operationOf)).toEqual(names.map(() => operation));
  });
});

test.each([
  ['LogInByAccount', 'LOGIN'],
  ['LogOut', 'LOGOUT'],
  ['SET_PASSWORD', 'UPDATE'],
  ['get-status', 'READ'],
  ['QUERYVm', 'READ'],
  ['start2', 'START'],
] as const)('%s is %s', (name, operation) => {
  expect(operationOf(name)).toBe(operation);
});

test.each([
  ...['', '42', 'minions.get_minion_status', 'user_login', 'UserLogin', 'settings', 'getter', 'newest', 'loginfailed'],
  ...['LogInfo', 'constructor', 'toString', 'APICreateVm', '日本'],
])('%j begins with no verb', (name) => {
  expect(operationOf(name)).toBe('OTHER');
});

const CATEGORIES: readonly (readonly [string, EventCategory])[] = [
  ['authentication', 'AUTHENTICATION'],
  ['authentication.login', 'AUTHENTICATION'],
  ['authorization.role', 'AUTHORIZATION'],
  ['configuration', 'CONFIGURATION'],
  ['configuration_change.host_group', 'CONFIGURATION'],
  ['config.UPDATE', 'CONFIGURATION'],
  ['resource.VmInstanceVO', 'RESOURCE'],
  ['rpc.minions.get', 'API_CALL'],
  ['api', 'API_CALL'],
  ['task', 'TASK'],
  ['system.boot', 'SYSTEM'],
  ['gateway', 'SYSTEM'],
  ['gateway.config', 'CONFIGURATION'],
  ['gateway.config.deep', 'CONFIGURATION'],
  ['gateway.authentication', 'AUTHENTICATION'],
  ['gateway.system', 'SYSTEM'],
  ['gateway.sync', 'SYSTEM'],
  ['gateway.export', 'SYSTEM'],
  ['', 'OTHER'],
  ['configs', 'OTHER'],
  ['other.config', 'OTHER'],
  ['constructor', 'OTHER'],
];
test.each(CATEGORIES)('the record type %j is %s', (recordType, category) => {
  expect(categoryOf(recordType)).toBe(category);
});
