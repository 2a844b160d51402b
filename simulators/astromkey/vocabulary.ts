import { ODD_TEXTS } from '../kit/odd-texts.ts';

/** What happens to which category. The last four pairs are of kinds that the document does not name. */
export const KINDS: readonly (readonly [category: string, eventTypes: readonly string[]])[] = [
  ['CONFIG', ['CREATE', 'UPDATE', 'UPDATE', 'UPDATE', 'DELETE', 'GENERAL']],
  ['CONFIG', ['CREATE', 'UPDATE', 'DELETE']],
  ['TOKEN', ['CREATE', 'DELETE', 'REVOKE', 'UPDATE']],
  ['WEB_UI', ['LOGIN', 'LOGIN', 'LOGOUT']],
  ['MANUAL_TAGGING_SERVICE', ['TAG_ADD', 'TAG_REMOVE', 'TAG_UPDATE']],
  ['DEBUG_UI', ['GET', 'READ']],
  ['REST', ['GET', 'POST', 'PUT', 'PATCH']],
  ['ACTIVEGATE_TOKEN', ['CREATE', 'REORDER']],
  ['BUILD_UNIT_V2', ['REMOTE_CONFIGURATION_MANAGEMENT']],
  ['TENANT_LIFECYCLE', ['HIBERNATE']],
];

export const WITHOUT_PATCH: readonly string[] = ['LOGIN', 'LOGOUT', 'REVOKE', 'GET', 'READ'];

export const USERS: readonly (readonly [userType: string, user: string])[] = [
  ['USER_NAME', 'admin'],
  ['USER_NAME', 'test.user@company.com'],
  ['USER_NAME', 'Дежурный инженер'],
  ['PUBLIC_TOKEN_IDENTIFIER', 'dt0c01.SIMULATEDPUBLICPART'],
  ['SERVICE_NAME', 'settings-service'],
  ['REQUEST_ID', '4d2e1f00-req'],
  ['TOKEN_HASH', '9f86d081884c7d65'],
  ['SOMETHING_NEW', 'a ~ tilde and a "quote"'],
  ...ODD_TEXTS.map((text): readonly [string, string] => ['USER_NAME', text]),
];

export const ENVIRONMENTS: readonly string[] = [
  'simulated-env',
  'simulated-env',
  'simulated-env',
  'yasmuoujsw',
  'среда-2',
];

export const SCHEMAS: readonly string[] = [
  'builtin:alerting.profile',
  'builtin:management-zones',
  'builtin:rum.web.request-errors',
];
