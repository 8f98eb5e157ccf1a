import { defineConfig } from 'vite'
import { leanPackages } from './lean/lean-packages.ts'

/** Lit and its companions come from the page's import map, so that plugins' panels share one copy. */
export const shared = [/^lit($|\/)/, /^@lit\//]

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
    rolldownOptions: { input: 'src/main.ts', external: shared },
  },
  resolve: { dedupe: ['lit', '@lit/reactive-element', 'lit-html', 'lit-element', 'markdown-it'] },
})
