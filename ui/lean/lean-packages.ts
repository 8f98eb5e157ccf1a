import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

// Our elements bring their own styles and marks; what they replace need not be sent.
const replacedStyles =
  /\/\/ src\/components\/(button|checkbox|dialog|drawer|icon|input|switch|textarea)\/\1\.styles\.ts/
const replacedIcons = '// src/components/icon/library.system.ts'

/** Leaves out parts of packages that the dashboard never shows. */
export const leanPackages = (): Plugin => ({
  name: 'lean-packages',
  enforce: 'pre',
  resolveId: (name) => (name === 'entities' ? fileURLToPath(new URL('./entities.ts', import.meta.url)) : undefined),
  transform(code, id) {
    if (!id.includes('webawesome/dist/chunks/')) return undefined
    if (code.includes(replacedIcons))
      return {
        code: 'export const icons = { solid: {}, regular: {} }\nexport const library_system_default = { name: "system", resolver: () => "" }',
        map: null,
      }
    if (replacedStyles.test(code)) return { code: code.replace(/css`(?:\\.|[^`\\])*`/, 'css``'), map: null }
    return undefined
  },
})
