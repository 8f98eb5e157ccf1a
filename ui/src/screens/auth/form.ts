import { css } from 'lit'

/** How the forms of these screens look. */
export const formStyles = css`
  form, .stack { display: grid; gap: var(--cb-space-16); }
  h1 { font-size: var(--cb-size-2xl); line-height: var(--cb-leading-2xl); letter-spacing: var(--cb-tracking-tight); }
  .lead { color: var(--cb-text-muted); margin-block-start: var(--cb-space-4); }
  .small { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); }
  .password { display: grid; gap: var(--cb-space-6); position: relative; }
  .aside { position: absolute; inset-block-start: 0; inset-inline-end: 0; font-size: var(--cb-size-xs); line-height: var(--cb-leading-sm); }
`

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
export const isEmail = (text: string): boolean => EMAIL.test(text.trim())
