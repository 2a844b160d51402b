import type { ZstackRecord } from './record.ts';

/** The record that the vendor's document shows, at its own time. */
export const SAMPLES: readonly ZstackRecord[] = [
  {
    resourceUuid: 'b1ca3fab6ebc4302ad9249d5402cb06c',
    resourceType: 'VmInstanceVO',
    clientIp: '172.0.0.1',
    clientBrowser: 'Chrome/69.0.3497.81',
    apiName: 'org.zstack.header.vm.APISetVmRDPMsg',
    operatorAccountUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
    duration: 22,
    requestUuid: 'd78093c0b2fb3850b3ce563b3a0b029d',
    responseUuid: '08cf3fd2c4614811b4acc0620e20a98e',
    sessionUuid: '05e5c663eb794faab5c5606c38103a17',
    responseDump: '{"success":true}',
    time: 1_512_037_844_556,
  },
];
