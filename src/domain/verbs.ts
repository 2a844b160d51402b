import type { EventCategory, Operation } from './event.ts';

const VERBS: Readonly<Record<Operation, readonly string[]>> = {
  CREATE: ['create', 'add', 'new', 'save', 'insert', 'upload', 'import', 'clone'],
  READ: ['get', 'list', 'query', 'read', 'search', 'count', 'download', 'export', 'check', 'validate'],
  UPDATE: [
    ...['update', 'set', 'change', 'modify', 'edit', 'put', 'patch'],
    ...['attach', 'detach', 'enable', 'disable', 'move', 'rename', 'sync'],
  ],
  DELETE: ['delete', 'remove', 'destroy', 'expunge', 'purge', 'clear', 'trim'],
  LOGIN: ['login', 'logon'],
  LOGOUT: ['logout', 'logoff'],
  GRANT: ['grant', 'assign', 'share'],
  REVOKE: ['revoke', 'unassign', 'unshare'],
  START: ['start', 'boot', 'resume'],
  STOP: ['stop', 'shutdown', 'pause'],
  EXECUTE: ['run', 'exec', 'execute', 'reboot', 'operation', 'migrate'],
  OTHER: [],
};

const OPERATION_OF: ReadonlyMap<string, Operation> = new Map(
  (Object.keys(VERBS) as Operation[]).flatMap((operation) =>
    VERBS[operation].map((verb) => [verb, operation] as const),
  ),
);

/** A capitalised or lower-case word, or capitals up to where the next word begins (`API` of `APICreateVm`). */
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu;

/**
 * What was done, by the verb that a snake_case, camelCase or dotted name begins with, whatever its case. Of a verb
 * written as two words (`LogIn`, `shut_down`) both count. OTHER for any other name.
 */
export function operationOf(name: string): Operation {
  const [first = '', second = ''] = (name.match(WORD) ?? []).map((word) => word.toLowerCase());
  return OPERATION_OF.get(first) ?? OPERATION_OF.get(first + second) ?? 'OTHER';
}

const CATEGORY_OF: ReadonlyMap<string, EventCategory> = new Map([
  ['authentication', 'AUTHENTICATION'],
  ['authorization', 'AUTHORIZATION'],
  ['configuration', 'CONFIGURATION'],
  ['configuration_change', 'CONFIGURATION'],
  ['config', 'CONFIGURATION'],
  ['resource', 'RESOURCE'],
  ['rpc', 'API_CALL'],
  ['api', 'API_CALL'],
  ['task', 'TASK'],
  ['system', 'SYSTEM'],
  ['gateway', 'SYSTEM'],
  ['gateway.config', 'CONFIGURATION'],
  ['gateway.authentication', 'AUTHENTICATION'],
]);

/** The category of the gateway's own and of recorded events, by the first part of their dotted record type. */
export function categoryOf(recordType: string): EventCategory {
  const [first = '', second] = recordType.split('.');
  return CATEGORY_OF.get(`${first}.${second}`) ?? CATEGORY_OF.get(first) ?? 'OTHER';
}
