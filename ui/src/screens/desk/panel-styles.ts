import { css } from 'lit'

/** Facts and names beside a conversation. */
export const panelStyles = css`
  .props { display: grid; grid-template-columns: minmax(4.75rem, max-content) minmax(0, 1fr); gap: var(--cb-space-6) var(--cb-space-8); align-items: center; font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); }
  dt { color: var(--cb-text-subtle); overflow-wrap: anywhere; }
  dd { display: flex; align-items: center; gap: var(--cb-space-6); min-inline-size: 0; flex-wrap: wrap; margin: 0; overflow-wrap: anywhere; }
  dd cb-menu { min-inline-size: 0; flex: 1; }
  .value { display: inline-flex; align-items: center; gap: var(--cb-space-6); min-inline-size: 0; min-block-size: 1.5rem; margin-inline-start: -0.375rem; padding-inline: 0.375rem; border-radius: var(--cb-radius-sm); max-inline-size: 100%; }
  .value:hover { background: var(--cb-hover); }
  .value .truncate { flex: 0 1 auto; }
  .mini { display: grid; gap: 2px; padding: var(--cb-space-8) var(--cb-space-12); border-radius: var(--cb-radius-md); background: var(--cb-raised); box-shadow: inset 0 0 0 1px var(--cb-line); font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); }
  a.mini:hover { background: linear-gradient(var(--cb-hover), var(--cb-hover)) var(--cb-raised); }
  .mini > span { display: flex; align-items: center; gap: var(--cb-space-6); min-inline-size: 0; }
  .mini .detail { color: var(--cb-text-subtle); font-size: var(--cb-size-xs); justify-content: space-between; }
  .note { font-size: var(--cb-size-sm); color: var(--cb-text-subtle); }
`
