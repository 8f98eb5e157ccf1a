import { errorsPage } from './errors-page.ts'
import { hooksPage } from './hooks-page.ts'
import { manifestPage } from './manifest-page.ts'

/** The pages of `docs/` that are made from code, by file name. */
export const pages: Readonly<Record<string, () => string>> = {
  'errors.md': errorsPage,
  'hooks.md': hooksPage,
  'manifest.md': manifestPage,
}
