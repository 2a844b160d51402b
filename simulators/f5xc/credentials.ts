/** What the simulated F5 tenant accepts. */
export const F5XC_CREDENTIALS = { apiToken: 'simulated-f5xc-api-token' } as const;
