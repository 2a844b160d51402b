/** What the simulated Ключ-АСТРОМ accepts. */
export const ASTROMKEY_CREDENTIALS = { apiToken: 'dt0c01.SIMULATEDPUBLICPART.SIMULATEDSECRETPART0123456789' } as const;
