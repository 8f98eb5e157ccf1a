import { css } from 'lit'

/** What the panels share beside the first sheet. */
export const panelStyles = css`
  :host { display: block; min-inline-size: 0; font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-md) var(--cb-font); color: var(--cb-text); }
  .stack { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-20); align-content: start; }
  .close { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-12); align-content: start; }
  .split { display: grid; grid-template-columns: minmax(0, 1fr) 20rem; gap: var(--cb-space-20); align-items: start; }
  .two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--cb-space-16); align-items: start; }
  .actions { display: flex; align-items: center; gap: var(--cb-space-8); flex-wrap: wrap; }
  .note { color: var(--cb-text-muted); }
  .small { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); }
  a.link { text-decoration: none; }
  @media (max-width: 1139px) { .split { grid-template-columns: minmax(0, 1fr); } }
  @media (max-width: 767px) { .two { grid-template-columns: minmax(0, 1fr); } }
`
