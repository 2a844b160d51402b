import { defineConfig } from 'vite';

const GATEWAY = process.env.AUDIT_GATEWAY ?? 'http://127.0.0.1:4000';

/**
 * The page and the gateway at one address while you develop, so that no request crosses an origin. `changeOrigin` names the
 * gateway in `Host`, as it expects.
 */
export default defineConfig({
  server: {
    proxy: { '/graphql': { target: GATEWAY, changeOrigin: true }, '/export': { target: GATEWAY, changeOrigin: true } },
  },
});
