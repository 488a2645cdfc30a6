import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue(), tailwindcss()],
  server: {
    // `npm run dev` beside a running stack: the API answers through Caddy.
    proxy: { '/api': `http://127.0.0.1:${process.env.PORT ?? '8080'}` },
  },
  build: {
    chunkSizeWarningLimit: 400,
    modulePreload: { polyfill: false },
    // How long plugins took on a busy machine is no warning.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
  },
})
