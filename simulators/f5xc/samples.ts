/**
 * Lines in the form that the vendor's documents let expect: a voltshare line, and one as the tenant's own audit has it.
 * (The documents show no line of this log.)
 */
export const SAMPLES: readonly string[] = [
  JSON.stringify({
    time: '2020-01-06T02:18:00.123456Z',
    user: 'user@example.com',
    user_tenant: 'acmecorp',
    tenant: 'acmecorp',
    namespace: 'default',
    src_ip: '203.0.113.7',
    secret_name: 'ver-kms-key',
    author_tenant: 'acmecorp',
    operation: 'Decrypt',
    result: 'Success',
    country: 'US',
    city: 'San Jose',
    asn: 'EXAMPLE(64496)',
    browser_type: 'Chrome',
    device_type: 'iPhone',
  }),
  JSON.stringify({
    time: '2020-01-06T02:18:00.123Z',
    user: 'user@example.com',
    tenant: 'acmecorp',
    namespace: 'default',
    method: 'GET',
    req_path: '/api/web/namespaces?view=all',
    rsp_code: '200',
    peer_CN: 'dev-portal',
    user_message: '',
  }),
];
