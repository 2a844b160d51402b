import { ODD_TEXTS } from '../kit/odd-texts.ts';

export const USERS: readonly string[] = [
  'ops@corp.example',
  'release-bot@corp.example',
  'Backup.Agent@other.example',
  'администратор@corp.example',
  ...ODD_TEXTS,
];

export const SECRETS: readonly string[] = [
  'tls-key',
  'db-credential',
  'registry.pull',
  'секрет-1',
  'name "in quotes"',
  'C:\\keys\\tls',
  'a+b(c)[d]{e}|f^g$',
];

/** The last two of each are not in the documents. */
export const OPERATIONS: readonly string[] = [
  'Encrypt',
  'Decrypt',
  'Encrypt',
  'Decrypt',
  'Encrypt',
  'Decrypt',
  'DECRYPT',
  'Rotate',
];
export const RESULTS: readonly string[] = [
  'Success',
  'Success',
  'Success',
  'Success',
  'Success',
  'Fail',
  'FAIL',
  'Deferred',
];

export const PLACES: readonly { readonly country: string; readonly city: string; readonly asn: string }[] = [
  { country: 'US', city: 'San Jose', asn: 'EXAMPLE(64496)' },
  { country: 'DE', city: 'Köln', asn: 'BEISPIEL(64497)' },
  { country: 'RU', city: 'Казань', asn: 'ПРИМЕР(64498)' },
  { country: 'JP', city: '東京', asn: 'REI(64499)' },
  { country: '', city: '', asn: '' },
];

export const TENANTS: readonly string[] = ['acmecorp', 'partner', 'volterra'];
export const BROWSERS: readonly string[] = ['Chrome', 'Firefox', 'curl', 'vesctl "0.2"', ''];
export const DEVICES: readonly string[] = ['Other', 'iPhone', ''];
