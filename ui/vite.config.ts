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
      output: {
        // Each shared element is a file of its own, or would be: what the first page needs anyway comes in one.
        codeSplitting: {
          groups: [{ name: 'controls', test: /\/ui\/src\/elements\/cb-(button|callout|icon|input|menu)\.ts$/ }],
        },
      },
    },
  },
  resolve: { dedupe: ['lit', '@lit/reactive-element', 'lit-html', 'lit-element', 'markdown-it'] },
})
