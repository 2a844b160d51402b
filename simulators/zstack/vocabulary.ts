import { ODD_TEXTS } from '../kit/odd-texts.ts';
import { ADMIN_UUID, TENANT_UUID } from './credentials.ts';

/** What can happen to each type of resource; the last type is one that no document names. */
export const APIS: Readonly<Record<string, readonly string[]>> = {
  VmInstanceVO: [
    'vm.APICreateVmInstanceMsg',
    'vm.APIStartVmInstanceMsg',
    'vm.APIStopVmInstanceMsg',
    'vm.APIRebootVmInstanceMsg',
    'vm.APIDestroyVmInstanceMsg',
    'vm.APIUpdateVmInstanceMsg',
    'vm.APIMigrateVmMsg',
    'vm.APISetVmConsolePasswordMsg',
    'vm.APISetVmRDPMsg',
  ].map(inHeader),
  VolumeVO: [
    'volume.APICreateDataVolumeMsg',
    'volume.APIAttachDataVolumeToVmMsg',
    'volume.APIDetachDataVolumeFromVmMsg',
    'volume.APIDeleteDataVolumeMsg',
  ].map(inHeader),
  ImageVO: ['image.APIAddImageMsg', 'image.APIExpungeImageMsg'].map(inHeader),
  HostVO: ['org.zstack.kvm.APIAddKVMHostMsg', inHeader('host.APIChangeHostStateMsg')],
  AccountVO: ['identity.APICreateAccountMsg', 'identity.APIUpdateAccountMsg'].map(inHeader),
  L3NetworkVO: ['network.l3.APICreateL3NetworkMsg', 'network.l3.APIAddIpRangeMsg'].map(inHeader),
  LunarRelayVO: ['org.example.relay.APIPolishLunarRelayMsg'],
};

export const LOG_IN = inHeader('identity.APILogInByAccountMsg');
export const LOG_OUT = inHeader('identity.APILogOutMsg');

export interface Operator {
  readonly uuid: string;
  readonly name: string;
}

export const OPERATORS: readonly Operator[] = [
  { uuid: ADMIN_UUID, name: 'admin' },
  { uuid: TENANT_UUID, name: 'tenant-ops' },
  { uuid: '0f8b7a6c5d4e4f3a9b2c1d0e11223344', name: 'backup' },
  { uuid: '1a2b3c4d5e6f4a5b8c7d6e5f55667788', name: 'оператор-облака' },
  { uuid: '2b3c4d5e6f704b5c9d8e7f6a99aabbcc', name: '运维' },
  { uuid: '3c4d5e6f70814c5dae9f8a7bddeeff00', name: 'quoted "ops"' },
  { uuid: '4d5e6f7081924d5ebfa09b8c12345678', name: 'domain\\ops' },
];

export const BROWSERS: readonly string[] = [
  'Chrome/69.0.3497.81',
  'Firefox/128.0',
  'curl/8.5.0',
  'ZStack SDK',
  '',
  `Mozilla/5.0 (X11; Linux x86_64) ${'KHTML/like '.repeat(30)}`,
];

export const NAMES: readonly string[] = ['web', 'база данных', '数据库', ...ODD_TEXTS];

export const ERRORS: readonly { readonly code: string; readonly description: string; readonly details: string }[] = [
  { code: 'SYS.1006', description: 'An operation failed', details: 'unable to find a host with enough memory' },
  { code: 'SYS.1001', description: 'A message or an operation timed out', details: 'no answer after 1800 seconds' },
  { code: 'HOST.1001', description: 'Unable to add host', details: 'cannot reach "host-7" \\ port 22' },
  { code: 'VM.1007', description: 'Неверное состояние', details: 'the VM is not Stopped' },
];

export const AUTHENTICATION_ERROR = {
  code: 'ID.1000',
  description: 'Authentication failure',
  details: 'wrong account name or password',
} as const;

function inHeader(name: string): string {
  return `org.zstack.header.${name}`;
}
