import { css, html, type TemplateResult } from 'lit'
import circle from 'lucide-static/icons/circle.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import { glyph } from '../../elements/glyph.ts'
import { t } from '../../shell/language.ts'

const rules = [
  { key: 'auth.rules.length', isMet: (password: string) => [...password].length >= 6 },
  { key: 'auth.rules.upper', isMet: (password: string) => /\p{Lu}/u.test(password) },
  { key: 'auth.rules.lower', isMet: (password: string) => /\p{Ll}/u.test(password) },
  { key: 'auth.rules.digit', isMet: (password: string) => /\d/.test(password) },
  { key: 'auth.rules.special', isMet: (password: string) => /[^\p{L}\d\s]/u.test(password) },
] as const

/** Whether the server would take a password. */
export const isStrong = (password: string): boolean =>
  [...password].length <= 128 && rules.every(({ isMet }) => isMet(password))

export const passwordRulesStyles = css`
  .rules { display: grid; grid-template-columns: 1fr 1fr; gap: var(--cb-space-4) var(--cb-space-12); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
  .rules li { display: flex; align-items: center; gap: var(--cb-space-6); }
  .rules .met { color: var(--cb-good-text); }
`

/** What a password needs, ticked off while it is typed. */
export const passwordRules = (password: string): TemplateResult =>
  html`<ul class="rules" aria-label=${t('auth.rules.title')}>${rules.map(({ key, isMet }) =>
    isMet(password)
      ? html`<li class="met">${glyph(circleCheck, 'sm')}<span>${t(key)}<span class="unseen">, ${t('auth.rules.done')}</span></span></li>`
      : html`<li>${glyph(circle, 'sm')}<span>${t(key)}</span></li>`,
  )}</ul>`
