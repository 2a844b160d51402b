/** What the simulated ZStack accepts: by login, or by signature with the access key. */
export const ZSTACK_CREDENTIALS = {
  accountName: 'admin',
  password: 'zstack-simulator-password',
  accessKeyId: 'SimulatedAccessKey01',
  accessKeySecret: 'simulated-access-key-secret-0123456789ab',
} as const;

/** The account that the credentials stand for. */
export interface Account {
  readonly uuid: string;
  readonly name: string;
  readonly admin: boolean;
}

export const ADMIN_UUID = '36c27e8ff05c4780bf6d2fa65700f22e';
export const TENANT_UUID = '7d1f0c5e9a6b4f3d8e2c1b0a99887766';

export function accountOfCredentials(admin: boolean): Account {
  return { uuid: admin ? ADMIN_UUID : TENANT_UUID, name: ZSTACK_CREDENTIALS.accountName, admin };
}
