import { defineConfig } from 'vite'
import { leanPackages } from './lean/lean-packages.ts'
import { shared, sharedElements } from './shared.ts'

export default defineConfig({
  root: import.meta.dirname,
  base: '/ui/',
  publicDir: false,
  plugins: [leanPackages()],
  logLevel: 'warn',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: ['src/main.ts', ...Object.values(sharedElements)],
      preserveEntrySignatures: 'allow-extension',
      external: shared,
    },
  },
  resolve: { dedupe: ['lit', '@lit/reactive-element', 'lit-html', 'lit-element', 'markdown-it'] },
})
